/** A program: reads one event of a model's answer, and has nothing more to do. */
import { registerHooks } from 'node:module';

let loaded = 0;
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier.startsWith('@anthropic-ai/')) loaded += 1;
    return next(specifier, context);
  },
});
const { createAnthropicModel } = await import('../src/index.ts');
const [, , baseURL = '', apiKey = ''] = process.argv;
const model = createAnthropicModel({ apiKey, baseURL, model: 'claude-double-1' });
const stream = model.stream({
  system: 'You build apps.',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'A task tracker.' }] }],
  tools: [],
  toolChoice: 'auto',
  maxOutputTokens: 100,
});
console.log(`loaded before: ${loaded}`);
for await (const event of stream) {
  console.log(`loaded after: ${loaded > 0}\n${event.type}`);
  break;
}
