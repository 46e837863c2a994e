import { describe, expect, it } from 'vitest';
import { frameAddress } from '../lib/frame-address.ts';

const STUDIO = 'http://127.0.0.1:3000';

describe('an app in the preview', () => {
  it('is framed from another origin', () => {
    for (const url of [
      'http://staging.cool.localhost:3000/',
      'http://127.0.0.1:41000/',
      'https://staging.example/',
    ]) {
      expect(frameAddress(url, STUDIO)).toEqual({ ok: true, url });
    }
  });

  it('is never framed from the studio’s own origin, nor from anything but a web address', () => {
    const refused = [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'blob:http://x/1',
      'about:blank',
      '',
      'x',
      `${STUDIO}/projects`,
      'http://127.0.0.1:3000',
    ];
    for (const url of refused) expect(frameAddress(url, STUDIO).ok, url).toBe(false);
  });
});
