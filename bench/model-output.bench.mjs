import { DRAFT_LISTS, JsonStream, planDraftSchema } from '@orchard-studio/architect/model';
import { JSONParser } from '@streamparser/json';
import { parsePartialJson } from 'ai';
import { parse as parseRiver } from 'jsonriver';
import { modelOutput } from './lib/model-output.mjs';
import { report } from './lib/report.mjs';
import { alternate } from './lib/rounds.mjs';

/** P9 and P10: what a model says, read as it arrives, with a value to show after every delta. */
const [SMALL, LARGE] = [50_000, 500_000].map(modelOutput);
const ROUNDS = 9;
const TURN_MS = 60;

let shown;
const show = (value) => {
  shown = value;
};

function orchard({ deltas }, onValue) {
  const stream = new JsonStream(onValue === undefined ? {} : { toldDepth: 2, onValue });
  for (const delta of deltas) {
    stream.push(delta);
    show(stream.value);
  }
}

/** Each item once, when it is complete. */
const validated = (output) =>
  orchard(output, (value, [list, index]) => {
    if (index !== undefined && Object.hasOwn(DRAFT_LISTS, list)) DRAFT_LISTS[list].parse(value);
  });

async function river({ deltas }) {
  const source = (async function* () {
    yield* deltas;
  })();
  for await (const value of parseRiver(source)) show(value);
}

function streamparser({ deltas }) {
  const parser = new JSONParser({ emitPartialValues: true, emitPartialTokens: true });
  parser.onValue = ({ value }) => show(value);
  for (const delta of deltas) parser.write(delta);
}

/** From the beginning for every delta. */
async function aiSdk({ deltas }) {
  let text = '';
  for (const delta of deltas) {
    text += delta;
    show((await parsePartialJson(text)).value);
  }
}

function zodEachDelta({ deltas }) {
  const stream = new JsonStream();
  for (const delta of deltas) {
    stream.push(delta);
    show(planDraftSchema.safeParse(stream.value).success);
  }
}

const ONCE = 'JSON.parse once, at the end (limit)';
const OURS = 'orchard JsonStream, a value after every delta';
const CHECKED = 'orchard JsonStream, each item validated once';
const AI_SDK = 'AI SDK parsePartialJson after every delta';
const ZOD = 'orchard JsonStream, all validated after every delta';

const quick = [
  [ONCE, ({ text }) => show(JSON.parse(text))],
  [OURS, (output) => orchard(output)],
  [CHECKED, validated],
  ['jsonriver', river],
  ['@streamparser/json, partial values', streamparser],
];
/** Their time grows with the square: they are run on the small one alone. */
const slow = [
  [AI_SDK, aiSdk],
  [ZOD, zodEachDelta],
];

async function race(contestants, output, options) {
  const entries = contestants.map(([label, work]) => ({ label, work }));
  const run = async ({ work }) => {
    const from = performance.now();
    await work(output);
    return performance.now() - from;
  };
  const kept = await alternate(entries, { run, ...options });
  return entries.map(({ label, error }) =>
    error === undefined ? { label, values: kept.get(label) } : { label, error },
  );
}

const small = await race(quick, SMALL, { rounds: ROUNDS, turnMs: TURN_MS, warmUpMs: 600 });
const large = await race(quick, LARGE, { rounds: ROUNDS, turnMs: TURN_MS, warmUpMs: 600 });
const squares = await race(slow, SMALL, { rounds: 2, turnMs: 1, warmUpMs: 1 });

report('model-output-50-kB', [...small, ...squares], {
  targets: [
    { id: 'P9', of: OURS, over: ONCE, max: 4 },
    { id: 'P9', of: AI_SDK, over: OURS, min: 400 },
    { id: 'P10', of: CHECKED, over: OURS, max: 3 },
    { id: 'P10', of: ZOD, over: CHECKED, min: 50 },
  ],
});
report('model-output-500-kB', large, { targets: [{ id: 'P9', of: OURS, over: ONCE, max: 4 }] });

const medianOf = (rows, label) => {
  const { values } = rows.find((row) => row.label === label);
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
};
const growth = (label) => ({ label, values: [medianOf(large, label) / medianOf(small, label)] });
report(
  'model-output-growth',
  quick.map(([label]) => growth(label)),
  {
    unit: '×',
    ratios: false,
    targets: [{ id: 'P9', of: OURS, max: 12 }],
  },
);
if (shown === undefined) throw new Error('Nothing was read.');
