import type { ModelRequest } from '@orchard-studio/core';
import { ensure, present, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { HOSTILE_TEXTS } from '../../records/hostile-texts.ts';
import type { LanguageModelHarness } from './language-model-harness.ts';
import { hear, modelRequest } from './listen.ts';

/** The smallest PNG: one transparent pixel. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);

const CONVERSATION: ModelRequest['messages'] = [
  { role: 'user', content: [{ type: 'text', text: 'A task tracker.' }] },
  { role: 'assistant', content: [{ type: 'text', text: 'Who uses it?' }] },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Like this:' },
      { type: 'image', mediaType: 'image/png', data: PIXEL },
      { type: 'text', text: 'but green.' },
    ],
  },
];

/** Without its pictures, which a model that does not see is not sent. */
const texts = (messages: ModelRequest['messages']): readonly string[] =>
  messages.flatMap(({ content }) => content.flatMap((part) => (part.type === 'text' ? [part.text] : [])));

/** What reaches the vendor. */
export const askingCases: readonly KitCase<LanguageModelHarness>[] = [
  {
    id: 'asks-nothing-early',
    title: 'sends nothing before the first event is asked for',
    run: async (harness) => {
      const { model, answer } = harness;
      answer({ says: [{ text: 'Yes.' }] });
      const stream = model.stream(modelRequest());
      await new Promise((resolve) => setTimeout(resolve, 50));
      same(harness.received.length, 0, 'The number of requests');
      for await (const _ of stream);
      same(harness.received.length, 1, 'The number of requests');
    },
  },
  {
    id: 'sends-all',
    title: 'sends instructions, messages, pictures, tools and the limit as they are',
    run: async (harness) => {
      const { model, answer } = harness;
      answer({ says: [{ tool: 'change_plan', input: '{"feature":"x"}' }] });
      const request = modelRequest({ messages: CONVERSATION, toolChoice: 'required', maxOutputTokens: 777 });
      await hear(model, request);
      const got = present(harness.received[0], 'The request');
      same(got.system, request.system, 'The instructions');
      same(got.tools, request.tools, 'The tools');
      same(got.toolChoice, 'required', 'Whether a tool must be called');
      same(got.maxOutputTokens, 777, 'The limit');
      if (model.capabilities.images) same(got.messages, request.messages, 'The messages');
      else {
        same(texts(got.messages.slice(0, 2)), texts(CONVERSATION.slice(0, 2)), 'The first messages');
        const last = texts(got.messages.slice(2)).join('\n');
        ensure(last.includes('but green.'), 'The words beside a picture must be sent.');
        ensure(/picture|image/i.test(last), 'That a picture was left out must be said.');
      }
    },
  },
  {
    id: 'sends-any-text',
    title: 'sends any text as it is',
    run: async (harness) => {
      const { model, answer } = harness;
      answer({ says: [{ text: 'Yes.' }] });
      // Half characters cannot be sent in UTF-8.
      const text = HOSTILE_TEXTS.join('\n').toWellFormed();
      await hear(
        model,
        modelRequest({ system: text, messages: [{ role: 'user', content: [{ type: 'text', text }] }] }),
      );
      const got = present(harness.received[0], 'The request');
      same(got.system, text, 'The instructions');
      same(texts(got.messages), [text], 'The message');
    },
  },
  {
    id: 'request-untouched',
    title: 'leaves its request as it was',
    run: async ({ model, answer }) => {
      answer({ says: [{ text: 'Yes.' }] });
      const request = modelRequest({ messages: CONVERSATION });
      const before = structuredClone(request);
      await hear(model, request);
      same(request, before, 'The request');
    },
  },
  {
    id: 'without-tools',
    title: 'asks without tools too',
    run: async (harness) => {
      const { model, answer } = harness;
      answer({ says: [{ text: 'Yes.' }] });
      same((await hear(model, modelRequest({ tools: [] }))).text, 'Yes.', 'The text');
      same(harness.received[0]?.tools, [], 'The tools');
    },
  },
];
