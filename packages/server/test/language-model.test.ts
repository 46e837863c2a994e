import { planTool } from '@orchard-studio/architect/model';
import { blueprintDetailSchema, chatResponseSchema, type JsonValue } from '@orchard-studio/core';
import { createScriptedModel, type ModelScript } from '@orchard-studio/testing';
import { expect, it } from 'vitest';
import { makeProject, makeServer } from './harness.ts';

/** The input of the tool with one entity, and every other list empty. */
function oneEntity(name: string): string {
  const { properties } = planTool().inputSchema;
  const values = Object.entries(properties ?? {}).map(([key, schema]): [string, JsonValue] => [
    key,
    Reflect.get(Object(schema), 'type') === 'array' ? [] : '',
  ]);
  const entity = { handle: 'e', from: name, name, description: '' };
  return JSON.stringify({ ...Object.fromEntries(values), density: 'unset', entities: [entity] });
}

async function chat(script: ModelScript, message: string) {
  const { call } = makeServer({ languageModel: createScriptedModel(() => script) });
  const { id } = await makeProject(call);
  const response = await call('POST', `/projects/${id}/blueprint/chat`, { message });
  expect(response.status).toBe(200);
  const answer = chatResponseSchema.parse(await response.json());
  const read = await call('GET', `/projects/${id}/blueprints/${answer.blueprint.id}`);
  return { answer, detail: blueprintDetailSchema.parse(await read.json()) };
}

it('interviews with the language model, and says which one, and what it used', async () => {
  const usage = { inputTokens: 900, outputTokens: 40, cacheReadTokens: 800, cacheWriteTokens: 0 };
  const says = [{ text: 'Recipes, then.' }, { tool: 'change_plan', input: oneEntity('Recipe') }];
  const { answer, detail } = await chat({ says, usage }, 'Recipe');
  const who = { mode: 'model', model: 'scripted-1', usage };
  expect(answer).toMatchObject(who);
  expect(answer.reply).toContain('Recipes, then.');
  expect(detail.turns).toMatchObject([{ ...who, status: 'complete' }]);
  expect(detail.blueprint.sections.dataModel.entities).toMatchObject([
    { name: 'Recipe', origin: 'user_stated' },
  ]);
});

it('goes on with the guided interviewer when the model cannot be reached', async () => {
  const { answer, detail } = await chat(
    { fault: { kind: 'status', status: 401 } },
    'A recipe box with ingredients',
  );
  expect(answer).toMatchObject({ mode: 'guided', model: null, usage: null });
  expect(answer.reply).toContain('cannot be reached');
  expect(detail.blueprint.sections.dataModel.entities.length).toBeGreaterThan(0);
});
