import { expect, it } from 'vitest';
import { languageModelFrom } from '../src/language-model.ts';

const chosen = (env: Readonly<Record<string, string>>): string | undefined => {
  const model = languageModelFrom(env);
  return model && `${model.name} ${model.model}`;
};

it('takes the model that the environment asks for', () => {
  const [ANTHROPIC_API_KEY, OPENAI_API_KEY] = ['sk-ant-1', 'sk-1'];
  expect(chosen({})).toBeUndefined();
  expect(chosen({ ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '' })).toBeUndefined();
  expect(chosen({ ANTHROPIC_API_KEY })).toMatch(/^anthropic claude-/);
  expect(chosen({ OPENAI_API_KEY })).toMatch(/^openai gpt-/);
  expect(chosen({ ANTHROPIC_API_KEY, OPENAI_API_KEY, ORCHARD_MODEL: 'claude-x' })).toBe('anthropic claude-x');
  const local = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', ORCHARD_MODEL: 'qwen3' };
  expect(chosen({ ...local, ANTHROPIC_API_KEY })).toMatch(/ qwen3$/);
});

it('says what a server of one’s own needs, and keeps keys to itself', () => {
  expect(() => languageModelFrom({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toThrow(
    'needs ORCHARD_MODEL',
  );
  expect(JSON.stringify(languageModelFrom({ ANTHROPIC_API_KEY: 'sk-ant-secret' }))).not.toContain(
    'sk-ant-secret',
  );
});
