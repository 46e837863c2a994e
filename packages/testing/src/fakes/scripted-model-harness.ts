import { type LanguageModel, withoutImages } from '@orchard-studio/core';
import type { LanguageModelHarness, ReceivedRequest } from '../kits/language-model/language-model-harness.ts';
import type { ModelScript } from '../kits/language-model/model-script.ts';
import { createScriptedModel, type ScriptedModelOptions } from './scripted-model.ts';

const SILENCE_MS = 150;

/** A scripted model for the kit of its port. */
export function scriptedModelHarness(
  { images = true }: Pick<ScriptedModelOptions, 'images'> = {},
  change = (model: LanguageModel): LanguageModel => model,
): LanguageModelHarness {
  const scripts: ModelScript[] = [];
  const next = (): ModelScript => (scripts.length > 1 ? scripts.shift() : scripts[0]) ?? {};
  const scripted = createScriptedModel(next, { images, silenceMs: SILENCE_MS });
  return {
    model: change(scripted),
    silenceMs: SILENCE_MS,
    answer: (...more) => void scripts.splice(0, scripts.length, ...more),
    get received() {
      return scripted.asked.map(
        ({ request, ended }): ReceivedRequest => ({
          ...structuredClone({ ...request, signal: undefined }),
          messages: images ? request.messages : withoutImages(request.messages),
          ended,
        }),
      );
    },
    boundMs: 1_000,
  };
}
