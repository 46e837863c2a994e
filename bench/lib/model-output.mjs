import { planTool } from '@orchard-studio/architect/model';

/** Characters of a delta, as models send them. */
const DELTA = 20;

const entity = (at) => ({
  handle: `new${at}`,
  from: `things number ${at} have a "title" and a date`,
  name: `Thing ${at}`,
  description: 'Something that people keep; grün, 日本,\nand more.',
});
const field = (at) => ({
  ...{ handle: `f${at}`, from: '', entity: `new${at}`, name: `due date ${at}`, type: 'date' },
  ...{ required: at % 2 === 0, unique: false, default: '', references: '', values: [] },
});

/** The input of the Architect's tool, of about so many bytes, as deltas of a stream. */
export function modelOutput(bytes) {
  const { properties } = planTool().inputSchema;
  const empty = Object.fromEntries(
    Object.entries(properties).map(([key, { type }]) => [key, type === 'array' ? [] : '']),
  );
  const count = Math.round(bytes / (JSON.stringify(entity(100)).length + JSON.stringify(field(100)).length));
  const entities = Array.from({ length: count }, (_, at) => entity(at));
  const fields = Array.from({ length: count }, (_, at) => field(at));
  const text = JSON.stringify({ ...empty, feature: 'Things', density: 'unset', entities, fields });
  const deltas = Array.from({ length: Math.ceil(text.length / DELTA) }, (_, at) =>
    // A copy: a slice would point into the whole text, which no stream has.
    Buffer.from(text.slice(at * DELTA, (at + 1) * DELTA), 'utf16le').toString('utf16le'),
  );
  return { text, deltas };
}
