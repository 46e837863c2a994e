import type { LanguageModel } from '@orchard-studio/core';
import { type LanguageModelHarness, languageModelKit, registerKit } from '@orchard-studio/testing';
import { describe, it } from 'vitest';
import { createOpenAICompatibleModel, createOpenAIModel } from '../src/index.ts';
import { chatFormat } from './chat-format.ts';
import { type HttpDouble, startDouble, type WireFormat } from './http-double.ts';
import { responsesFormat } from './responses-format.ts';

const KEY = 'sk-double-0123456789';
const SILENCE_MS = 400;

interface Subject {
  readonly title: string;
  readonly format: WireFormat;
  readonly secret?: string;
  model(double: HttpDouble): LanguageModel;
}

const SUBJECTS: readonly Subject[] = [
  {
    title: 'OpenAI',
    format: responsesFormat(KEY),
    secret: KEY,
    model: ({ baseURL }) =>
      createOpenAIModel({ apiKey: KEY, model: 'gpt-double', baseURL, silenceMs: SILENCE_MS }),
  },
  {
    title: 'compatible server',
    format: chatFormat({ key: KEY, images: true, strict: true }),
    secret: KEY,
    model: ({ baseURL }) =>
      createOpenAICompatibleModel({
        baseURL,
        apiKey: KEY,
        model: 'double:7b',
        images: true,
        strictTools: true,
        silenceMs: SILENCE_MS,
      }),
  },
  {
    title: 'compatible server without key, pictures and strict tools',
    format: chatFormat({ images: false, strict: false }),
    model: ({ baseURL }) =>
      createOpenAICompatibleModel({ baseURL, model: 'double:7b', silenceMs: SILENCE_MS }),
  },
];

for (const { title, format, secret, model } of SUBJECTS) {
  describe(title, () => {
    registerKit(
      languageModelKit,
      async ({ defer }): Promise<LanguageModelHarness> => {
        const double = await startDouble(format);
        defer(() => double.close());
        return {
          model: model(double),
          silenceMs: SILENCE_MS,
          answer: double.answer,
          received: double.received,
          ...(secret === undefined ? {} : { secret }),
        };
      },
      { describe, it },
    );
  });
}
