import { defineConfig, parsePort } from '@orchard-studio/cli';
import { serveStudio } from './serve.ts';

/** The one place of the studio that reads the environment. */
export default defineConfig({
  home: process.env.ORCHARD_HOME || '.orchard',
  port: parsePort(process.env.PORT),
  ui: serveStudio,
});
