import { languageModelKit, registerKit } from '@orchard-studio/testing';
import { describe, it } from 'vitest';
import { createAnthropicModel } from '../src/index.ts';
import { startDouble } from './double/anthropic-double.ts';

registerKit(
  languageModelKit,
  async ({ defer }) => {
    const double = await startDouble();
    defer(() => double.close());
    const silenceMs = 800;
    const model = createAnthropicModel({
      apiKey: double.key,
      model: 'claude-double-1',
      baseURL: double.url,
      maxRetries: 2,
      silenceMs,
      eagerInputStreaming: true,
    });
    return { model, silenceMs, answer: double.answer, received: double.received, secret: double.key };
  },
  { describe, it },
);
