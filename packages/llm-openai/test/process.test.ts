import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { KEY, openAI } from './setup.ts';

const PROGRAM = `
import { registerHooks } from 'node:module';
let loaded = 0;
registerHooks({ resolve(name, context, next) { if (name === 'openai') loaded += 1; return next(name, context); } });
const { createOpenAIModel } = await import(process.argv[1]);
const model = createOpenAIModel({ apiKey: '${KEY}', model: 'gpt-double', baseURL: process.argv[2] });
const stream = model.stream({ system: '', messages: [], tools: [], toolChoice: 'auto', maxOutputTokens: 9 });
const before = loaded;
for await (const event of stream) if (event.type === 'text') break;
console.log(JSON.stringify({ before, after: loaded }));
`;

const ENVIRONMENT = {
  OPENAI_API_KEY: 'sk-environment',
  OPENAI_ADMIN_KEY: 'sk-environment-admin',
  OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
  OPENAI_ORG_ID: 'org-environment',
  OPENAI_PROJECT_ID: 'proj-environment',
  OPENAI_CUSTOM_HEADERS: 'x-environment: yes',
  OPENAI_WEBHOOK_SECRET: 'environment',
  OPENAI_LOG: 'debug',
};

it('reads nothing from the environment, loads the SDK when it is first asked, and lets the process end', async () => {
  const { double } = await openAI();
  double.answer({ says: [{ text: 'I will add tasks' }], fault: { kind: 'silence' } });
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@orchard-studio/source', '--input-type=module', '--eval', PROGRAM, index, double.baseURL],
    { env: { ...process.env, ...ENVIRONMENT, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' }, timeout: 30_000 },
  );
  const { before, after } = JSON.parse(stdout);
  expect(before).toBe(0);
  expect(after).toBeGreaterThan(0);
  expect(stderr).toBe('');
  const headers = double.raw[0]?.headers;
  expect(headers?.authorization).toBe(`Bearer ${KEY}`);
  expect(JSON.stringify(headers)).not.toContain('environment');
});
