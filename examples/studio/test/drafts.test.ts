import { OrchardError, type TreeInputView, type TreeView } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import { draftOf, inputsOf, problemsOf } from '../components/start/drafts.ts';
import { treesLike } from '../components/start/trees-like.ts';

const input = (
  name: string,
  type: TreeInputView['type'],
  rest: Partial<TreeInputView> = {},
): TreeInputView => ({
  ...{ name, type, description: null, required: false, default: null, options: [] },
  ...rest,
});

const DECLARED = [
  input('name', 'string', { required: true }),
  input('note', 'string', { default: 'none' }),
  input('count', 'number', { default: 3 }),
  input('dry', 'boolean', { default: true }),
  input('loud', 'boolean'),
  input('speed', 'choice', { options: ['slow', 'fast'] }),
  input('regions', 'json', { default: ['eu'] }),
  input('anything', 'string', { default: 7 }),
];

test('fields begin with the defaults, and what nobody touched is left to the server', () => {
  expect(DECLARED.map(draftOf)).toEqual(['', 'none', '3', 'true', '', '', '[\n  "eu"\n]', '7']);
  expect(inputsOf(DECLARED, {})).toEqual({ inputs: {}, wrong: {} });
});

test('what was typed becomes values of the declared types', () => {
  const drafts = {
    name: 'Ada',
    note: '',
    count: ' 1e2 ',
    dry: 'false',
    loud: 'true',
    speed: 'fast',
    regions: '[1]',
  };
  expect(inputsOf(DECLARED, drafts)).toEqual({
    inputs: { name: 'Ada', note: '', count: 100, dry: false, loud: true, speed: 'fast', regions: [1] },
    wrong: {},
  });
  const emptied = inputsOf(DECLARED, { count: '', regions: ' ' });
  expect(emptied).toEqual({ inputs: {}, wrong: {} });
});

test('what stands for no value is told apart from what the server refuses', () => {
  const { inputs, wrong } = inputsOf(DECLARED, { count: 'many', regions: '[1', name: 'Ada' });
  expect(inputs).toEqual({ name: 'Ada' });
  expect(Object.keys(wrong)).toEqual(['count', 'regions']);
  const issues = [
    { path: 'name', message: 'needs the input "name"' },
    { path: 'speed', message: 'input "speed" must be one of "slow", "fast"' },
    { path: 'other', message: 'has no input "other"' },
  ];
  const refused = new OrchardError('INVALID_INPUT', 'wrong', { details: { issues } });
  expect(problemsOf(refused, DECLARED)).toEqual({
    name: 'Is needed.',
    speed: 'Must be one of "slow", "fast".',
  });
  expect(problemsOf(new OrchardError('TREE_NOT_FOUND', 'gone'), DECLARED)).toEqual({});
});

test('a search finds trees by all its words', () => {
  const tree = (name: string, description: string | null): TreeView => ({
    name,
    description,
    inputs: [],
    steps: 1,
  });
  const trees = [tree('release', 'Publishes the library'), tree('report', null), tree('library-tests', null)];
  const found = (search: string) => treesLike(trees, search).map(({ name }) => name);
  expect(found(' ')).toHaveLength(3);
  expect(found('LIBRARY')).toEqual(['release', 'library-tests']);
  expect(found('library pub')).toEqual(['release']);
});
