import { describe, expect, it } from 'vitest';
import { isOwnHost } from '../../src/front/allowed-hosts.ts';

describe('the local server', () => {
  it('answers to its own names only', () => {
    for (const host of ['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST:3000', '[::1]:3000'])
      expect(isOwnHost(host, 3_000)).toBe(true);
    const foreign = [
      undefined,
      '',
      '127.0.0.1',
      '127.0.0.1:3001',
      'evil.example:3000',
      'localhost.evil.example:3000',
      '127.0.0.1:3000.evil.example',
      'localhost:3000@evil.example',
    ];
    for (const host of foreign) expect(isOwnHost(host, 3_000), String(host)).toBe(false);
  });
});
