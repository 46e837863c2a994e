import { ensure, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import type { LanguageModelHarness } from './language-model-harness.ts';
import { hear, modelRequest, sameSaid } from './listen.ts';

const TEXT = 'I will add tasks with a title. Größe, 日本, 👩‍🌾 and a "quote".\n\n- a list';
const INPUT = '{"feature":"Größe 日本 👩‍🌾 \\u00e9 \\n \\"x\\"","n":[1,2.5e3,true,null]}';

/** What a model says. */
export const sayingCases: readonly KitCase<LanguageModelHarness>[] = [
  {
    id: 'describes-itself',
    title: 'names itself, its model and the version of the port',
    run: async ({ model }) => {
      same(model.specVersion, 'v1', 'The version');
      ensure(model.name.trim() !== '' && model.model.trim() !== '', 'Names must not be empty.');
    },
  },
  {
    id: 'says-text',
    title: 'gives what the model says bit by bit, then its end with the tokens and the model that answered',
    run: async ({ model, answer }) => {
      const usage = { inputTokens: 1_234, outputTokens: 56, cacheReadTokens: 1_000, cacheWriteTokens: 0 };
      answer({ says: [{ text: TEXT }], usage });
      let bits = 0;
      for await (const event of model.stream(modelRequest())) if (event.type === 'text') bits += 1;
      ensure(bits > 1, 'A long text must come in more than one piece.');
      const heard = await hear(model, modelRequest());
      sameSaid(heard, { text: TEXT });
      same(heard.finish.reason, 'stop', 'The reason of the end');
      same(heard.finish.usage, usage, 'The tokens');
      ensure(heard.finish.model !== '', 'The model that answered must be named.');
    },
  },
  {
    id: 'calls-tools',
    title: 'gives the input of tools as the JSON text it is, bit by bit, one call after the other',
    run: async ({ model, answer }) => {
      answer({
        says: [
          { text: TEXT },
          { tool: 'change_plan', input: INPUT },
          { tool: 'change_plan', input: '{"feature":""}' },
        ],
      });
      const heard = await hear(model, modelRequest());
      same(heard.finish.reason, 'tool', 'The reason of the end');
      same(
        heard.calls.map(({ name, input }) => ({ name, input: JSON.parse(input) })),
        [INPUT, '{"feature":""}'].map((input) => ({ name: 'change_plan', input: JSON.parse(input) })),
        'The calls of tools',
      );
      same(heard.text, TEXT, 'The text');
    },
  },
  {
    id: 'says-nothing',
    title: 'may say nothing at all',
    run: async ({ model, answer }) => {
      answer({ says: [] });
      sameSaid(await hear(model, modelRequest()), { text: '' });
    },
  },
  {
    id: 'pieces',
    title: 'puts characters together that arrive byte by byte',
    run: async ({ model, answer }) => {
      answer({ says: [{ text: TEXT }, { tool: 'change_plan', input: INPUT }], pieceBytes: 1 });
      const heard = await hear(model, modelRequest());
      same(heard.text, TEXT, 'The text');
      same(JSON.parse(heard.calls[0]?.input ?? ''), JSON.parse(INPUT), 'The input');
    },
  },
  {
    id: 'cut-short',
    title: 'tells a model that reached its limit, with what it had said by then',
    run: async ({ model, answer }) => {
      const input = '{"feature":"Task tr';
      answer({ says: [{ text: 'Well' }, { tool: 'change_plan', input }], finish: 'max-tokens' });
      const heard = await hear(model, modelRequest());
      sameSaid(heard, { text: 'Well', calls: [{ name: 'change_plan', input }] });
      same(heard.finish.reason, 'max-tokens', 'The reason of the end');
    },
  },
  {
    id: 'refuses',
    title: 'tells a model that will not say this',
    run: async ({ model, answer }) => {
      answer({ says: [{ text: 'I cannot help with that.' }], finish: 'refusal' });
      same((await hear(model, modelRequest())).finish.reason, 'refusal', 'The reason of the end');
    },
  },
  {
    id: 'apart',
    title: 'keeps answers apart that come at the same time',
    run: async ({ model, answer }) => {
      const texts = Array.from({ length: 8 }, (_, at) => `${at}`.repeat(200 + at));
      answer(...texts.map((text) => ({ says: [{ text }], pieceBytes: 50 })));
      const heard = await Promise.all(texts.map(() => hear(model, modelRequest())));
      same(heard.map(({ text }) => text).sort(), texts.toSorted(), 'The texts');
    },
  },
];
