import type { Readable } from 'node:stream';

/**
 * Calls back for every line of a stream. A line longer than `maxLength` characters arrives in pieces, so that a
 * program that never ends its line cannot fill the memory.
 */
export function onLines(stream: Readable, maxLength: number, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split(/\r?\n/);
    rest = parts.pop() ?? '';
    for (const part of parts) {
      for (let at = 0; at === 0 || at < part.length; at += maxLength) onLine(part.slice(at, at + maxLength));
    }
    while (rest.length > maxLength) {
      onLine(rest.slice(0, maxLength));
      rest = rest.slice(maxLength);
    }
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
    rest = '';
  });
}
