import type { JsonValue } from '@orchard-studio/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonStream, type JsonStreamOptions, MalformedJson } from '../../src/model/json-stream.ts';

const RUNS = process.env.ORCHARD_PROVE === undefined ? 2_000 : 200_000;

/** Cuts a text where the numbers say; anything may be cut apart, also halves of a character. */
function cut(text: string, places: readonly number[]): readonly string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((from, at) => text.slice(from, ends[at] ?? text.length));
}

type Reading =
  | { readonly status: 'complete' | 'incomplete'; readonly value: JsonValue | undefined }
  | { readonly status: 'malformed' };

function read(chunks: readonly string[], options: JsonStreamOptions = {}): Reading {
  const stream = new JsonStream({ maxDepth: 10_000, ...options });
  try {
    for (const chunk of chunks) stream.push(chunk);
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedJson);
    return { status: 'malformed' };
  }
  stream.end();
  return { status: stream.complete ? 'complete' : 'incomplete', value: stream.value };
}

const chunked = (text: string) =>
  fc.array(fc.nat({ max: Math.max(1, text.length) }), { maxLength: 12 }).map((places) => cut(text, places));
const spaced = fc.constantFrom('', ' ', '\n', '\t\r\n ');
/** JSON texts of all kinds: with escapes, odd numbers, spaces, keys that stand twice, keys like `__proto__`. */
const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; text: string }>((tie) => ({
  text: fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      '"\\u0041\\u00e9\\ud83d\\udc69\\ud800"',
      '"\\/\\b\\f\\n\\r\\t\\"\\\\"',
      '"\ud83d"',
      '""',
      '"__proto__"',
    ),
  ),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(
      'true',
      'false',
      'null',
      '0',
      '-0',
      '-1.5e+3',
      '1E400',
      '123456789012345678901234567890',
      '0.1e-7',
    ),
    tie('text'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
    fc
      .tuple(spaced, fc.array(tie('value'), { maxLength: 5 }))
      .map(([gap, items]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
    fc
      .tuple(spaced, fc.array(fc.tuple(tie('text'), tie('value')), { maxLength: 5 }))
      .map(
        ([gap, items]) => `{${gap}${items.map((item) => item.join(`${gap}:${gap}`)).join(`,${gap}`)}${gap}}`,
      ),
  ),
})).value;

describe('JSON that arrives bit by bit', () => {
  it('ends as what JSON.parse makes of it, wherever it is cut', () => {
    const cases = fc
      .tuple(spaced, jsonText, spaced)
      .chain((parts) => fc.tuple(fc.constant(parts.join('')), chunked(parts.join(''))));
    fc.assert(
      fc.property(cases, ([text, chunks]) => {
        expect(read(chunks)).toEqual({ status: 'complete', value: JSON.parse(text) });
      }),
      { numRuns: RUNS },
    );
  });

  it('is incomplete, and never malformed, as long as it may go on', () => {
    fc.assert(
      fc.property(jsonText, fc.nat(), (text, place) => {
        const { status } = read([text.slice(0, place % Math.max(1, text.length))]);
        expect(status).not.toBe('malformed');
        // The beginning of a number is a number too.
        if (!/^-?\d/.test(text)) expect(status).toBe('incomplete');
      }),
      { numRuns: RUNS },
    );
  });

  it('tells anything else as soon as it cannot become JSON any more: what JSON.parse refuses, and nothing more', () => {
    const mutated = jsonText.chain((text) =>
      fc
        .tuple(fc.nat({ max: text.length }), fc.nat({ max: 2 }), fc.string({ maxLength: 2 }))
        .map(([at, removed, added]) => text.slice(0, at) + added + text.slice(at + removed)),
    );
    fc.assert(
      fc.property(
        mutated.chain((text) => fc.tuple(fc.constant(text), chunked(text))),
        ([text, chunks]) => {
          const { status } = read(chunks);
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          expect(status === 'complete').toBe(valid);
          // Wherever it is cut, it is the same.
          expect(status).toBe(read([text]).status);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it.each([
    ...[
      '[1,]',
      '{"a":1,}',
      '{a:1}',
      "{'a':1}",
      '[1 2]',
      '{"a" 1}',
      '{"a":}',
      '[,1]',
      ']',
      '}',
      '[}',
      '{]',
      '[1}',
    ],
    ...[
      '01',
      '+1',
      '.5',
      '1.',
      '-',
      '1e',
      '1e+',
      '--1',
      '1.2.3',
      '0x1',
      'NaN',
      'Infinity',
      'nul',
      'nulls',
      'True',
    ],
    ...[
      '"\n"',
      '"\u0000"',
      '"\\x41"',
      '"\\u12g4"',
      '"\\u12',
      '"abc',
      '"\\',
      '[1]]',
      '{}{}',
      '1 2',
      '',
      ' ',
      '\ufeff1',
    ],
    ...['// a\n1', '[1/**/]', '{"a":1 "b":2}', '{,}', '[[[', '{"a":{"b":', '"\\ud8"', 'tru\u0435'],
  ])('agrees with JSON.parse that %j is none', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(read([...text]).status).not.toBe('complete');
    expect(read([text]).status).toBe(read([...text]).status);
  });

  it('says where it broke, and stays broken', () => {
    const stream = new JsonStream();
    stream.push('{"a": [1, 2');
    expect(() => stream.push(', x]}')).toThrow(
      expect.objectContaining({ name: 'MalformedJson', offset: 13 }),
    );
    expect(() => stream.push(' ')).toThrow('at character 13');
    expect(stream.value).toEqual({ a: [1, 2] });
  });

  it('shows more and more of the same value, also of a text that is being written', () => {
    const stream = new JsonStream();
    const shown: string[] = [];
    for (const chunk of [
      '{"li',
      'st":["He',
      'llo \\',
      'n',
      'you", tr',
      'ue, 12',
      '3], "__proto__": {',
      '"x":1}}',
    ]) {
      stream.push(chunk);
      shown.push(JSON.stringify(stream.value));
    }
    expect(shown).toEqual([
      '{}',
      '{"list":["He"]}',
      '{"list":["Hello "]}',
      '{"list":["Hello \\n"]}',
      '{"list":["Hello \\nyou"]}',
      '{"list":["Hello \\nyou",true]}',
      '{"list":["Hello \\nyou",true,123],"__proto__":{}}',
      '{"list":["Hello \\nyou",true,123],"__proto__":{"x":1}}',
    ]);
    expect(Object.getPrototypeOf(stream.value)).toBe(Object.prototype);
  });

  it('tells each value once, when it is complete', () => {
    const told: string[] = [];
    const stream = new JsonStream({
      toldDepth: 2,
      onValue: (value, path) => void told.push(`${path.join('/')} ${JSON.stringify(value)}`),
    });
    stream.push('{"operations":[{"op":"add","value":{"deep":[1]}},"two"');
    expect(told).toEqual(['operations/0 {"op":"add","value":{"deep":[1]}}', 'operations/1 "two"']);
    stream.push(',3');
    expect(told).toHaveLength(2);
    stream.push('],"feature":"Hi"}');
    expect(told.slice(2)).toEqual([
      'operations/2 3',
      'operations [{"op":"add","value":{"deep":[1]}},"two",3]',
      'feature "Hi"',
      ' {"operations":[{"op":"add","value":{"deep":[1]}},"two",3],"feature":"Hi"}',
    ]);
  });

  it('refuses what is too long or too deep', () => {
    expect(() => new JsonStream({ maxLength: 10 }).push('"0123456789"')).toThrow('More than 10 characters');
    const slow = new JsonStream({ maxLength: 10 });
    for (const chunk of '"01234567') slow.push(chunk);
    expect(() => slow.push('89')).toThrow(MalformedJson);
    expect(() => new JsonStream().push('['.repeat(65))).toThrow('More than 64 levels');
    expect(() => new JsonStream().push('{"a":'.repeat(65))).toThrow('More than 64 levels');
    expect(read(['['.repeat(9_999), ']'.repeat(9_999)]).status).toBe('complete');
  });
});
