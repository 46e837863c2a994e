import type { Kit } from '../kit/kit.ts';
import { askingCases } from './language-model/asking-cases.ts';
import { failingCases } from './language-model/failing-cases.ts';
import type { LanguageModelHarness } from './language-model/language-model-harness.ts';
import { sayingCases } from './language-model/saying-cases.ts';
import { stoppingCases } from './language-model/stopping-cases.ts';

/**
 * What every `LanguageModel` must do. The subject asks a server of the vendor's interface: a double that plays what a
 * {@link ModelScript} says.
 */
export const languageModelKit: Kit<LanguageModelHarness> = {
  port: 'language-model',
  cases: [...sayingCases, ...askingCases, ...failingCases, ...stoppingCases],
};
