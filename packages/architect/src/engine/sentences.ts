import { MAX_TEXT } from '@orchard-studio/core';

/** More sentences than this are joined, so that one message cannot fill the list of claims. */
const MAX_SENTENCES = 200;
/** Tokens that end in a full stop without ending a sentence. */
const ABBREVIATION = /(?:^|\s)(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|approx|incl|no)\.$/i;

/** Behind a full stop and white space, or a full stop of a script without spaces. Case does not matter: chat is lower case. */
const BOUNDARY = /(?<=[.!?…؟।]["'”’)\]]?)\s+|(?<=[。！？])/u;

function* segments(line: string): Generator<string> {
  let held = '';
  for (const segment of line.split(BOUNDARY)) {
    held = held === '' ? segment : `${held} ${segment}`;
    if (ABBREVIATION.test(held)) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

/** Cuts at the limit without splitting a surrogate pair. */
function* chunks(text: string): Generator<string> {
  let rest = text;
  while (rest.length > MAX_TEXT) {
    const last = rest.charCodeAt(MAX_TEXT - 1);
    const at = last >= 0xd800 && last <= 0xdbff ? MAX_TEXT - 1 : MAX_TEXT;
    yield rest.slice(0, at);
    rest = rest.slice(at);
  }
  if (rest !== '') yield rest;
}

function joined(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= MAX_SENTENCES) return sentences;
  const size = Math.ceil(sentences.length / MAX_SENTENCES);
  const groups: string[] = [];
  for (let at = 0; at < sentences.length; at += size) groups.push(sentences.slice(at, at + size).join('\n'));
  return groups.flatMap((group) => [...chunks(group)]);
}

/** The sentences of a text in any language; lines and semicolons end one too. Only white space is lost. */
export function splitSentences(text: string): readonly string[] {
  const sentences = text
    .split(/[\r\n\u2028\u2029]+|[;；؛](?=\s|$)/u)
    .flatMap((line) => [...segments(line)])
    .flatMap((sentence) => [...chunks(sentence.trim())])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  return joined(sentences);
}
