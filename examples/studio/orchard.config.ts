import { defineConfig, modelOf, networkEnvironment, parsePort } from '@orchard-studio/cli';
import { registeredTrees } from './registered-trees.ts';
import { serveStudio } from './serve.ts';

/** The one place of the studio that reads the environment. */
export default defineConfig({
  home: process.env.ORCHARD_HOME || '.orchard',
  port: parsePort(process.env.PORT),
  ui: serveStudio,
  // Apps on Next.js are installed and built with npm, which may need a proxy or a certificate authority.
  buildEnvironment: networkEnvironment(process.env),
  // ANTHROPIC_API_KEY, OPENAI_API_KEY, or OPENAI_BASE_URL with ORCHARD_MODEL: a model interviews.
  ...modelOf(process.env),
  ...registeredTrees(process.env),
});
