import type { Blueprint } from '@orchard-studio/core';
import { expect, test } from 'vitest';
import { blueprint, entity, field } from '../blueprints.ts';
import { startApp, writeApp } from '../running-app.ts';

/** What breaks out of text, attributes, addresses, styles and comments where somebody forgot to escape. */
const CORPUS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</option></select><img src=x onerror=alert(1)>',
  '" autofocus onfocus="alert(1)',
  '--><img src=x onerror=alert(1)>',
  '&lt;img src=x onerror=alert(1)&gt;',
  '{{7*7}}<%= 7 %>',
  '\u2028<b>\u2029</b>',
];
/** Nothing of ours has scripts, handlers, or these elements. */
const ALIVE = /<script|<svg|<img(?! src="" alt="" loading="">)|<b>|<[^>]*\son\w+\s*=/i;

/** What is alive on a page. What stands between quotes is text, as quotes within it are escaped. */
const aliveIn = (page: string): string | undefined => ALIVE.exec(page.replace(/="[^"]*"/g, '=""'))?.[0];

function hostile(evil: string): Blueprint {
  const thing = entity(
    `${evil} thing`,
    [
      field(`${evil} title`, { required: true }),
      field(`${evil} text`, { type: 'text', default: evil }),
      field(`${evil} choice`, { type: 'enum', values: [evil, 'plain'], default: evil }),
      field(`${evil} json`, { type: 'json' }),
      field(`${evil} file`, { type: 'file' }),
    ],
    evil,
  );
  const part = entity('Part', [field('name'), field('thing', { type: 'reference', references: thing.id })]);
  const many = entity('Many', [field('things', { type: 'references', references: thing.id })]);
  return blueprint({ feature: evil, summary: evil, entities: [thing, part, many] });
}

test('neither what people write nor what the plan says becomes markup', { timeout: 60_000 }, async () => {
  const plan = `"'></title></option></textarea><script>alert(1)</script><b>`;
  const app = await startApp(await writeApp(hostile(plan)));
  const { text: home } = await app.get('/');
  const path = /<h2><a href="\/([^"]+)">/.exec(home)?.[1] ?? '';
  const fresh = (await app.get(`/${path}/new`)).text;
  const keys = [...fresh.matchAll(/id="field-([^"]+)" name="/g)].map((found) => found[1] ?? '');
  expect(keys).toHaveLength(5);
  const [title = '', text = '', choice = '', json = '', file = ''] = keys;
  const value = /<option value="([^"]+)" selected/.exec(fresh)?.[1];
  expect(value).toContain('&lt;script&gt;');
  for (const evil of CORPUS) {
    const { id } = await app.add(path, {
      [title]: evil,
      [text]: evil,
      [choice]: 'plain',
      [json]: { [evil]: evil },
      [file]: { name: evil, type: 'image/png', data: 'AAAA' },
    });
    const part = await app.add('parts', { name: evil, thing: id });
    const many = await app.add('manies', { things: [id] });
    const q = encodeURIComponent(evil);
    for (const address of [
      '/',
      '/gaps',
      `/${path}`,
      `/${path}?q=${q}&sort=${title}&filter.${text}=${q}`,
      `/${path}?sort=${q}`,
      `/${path}?page=${q}`,
      `/${path}?filter.${q}=1`,
      `/${path}/new?${title}=${q}&${choice}=${q}`,
      `/${path}/${id}`,
      `/${path}/${id}/edit`,
      `/${path}/${id}/delete`,
      `/${path}/${q}`,
      `/parts/${part.id}`,
      `/parts/${part.id}/edit`,
      `/manies/${many.id}`,
      `/manies/${many.id}/edit`,
    ]) {
      const answer = await app.get(address);
      expect(answer.status, address).toBeLessThan(500);
      expect(aliveIn(answer.text), address).toBeUndefined();
      expect(answer.text, address).toMatch(/<title>[^<]+<\/title>/);
      expect(answer.text.match(/<h1>/g), address).toHaveLength(1);
    }
    const refused = await app.form(`/${path}`, { [title]: '', [text]: evil, [choice]: evil, [json]: evil });
    expect([refused.status, aliveIn(refused.text)]).toEqual([422, undefined]);
  }
});

test('a stored file runs nothing, whatever it says it is', async () => {
  const thing = entity('Thing', [field('file', { type: 'file' })]);
  const app = await startApp(await writeApp(blueprint({ feature: 'Files', entities: [thing] })));
  const data = Buffer.from('GIF89a<script>alert(1)</script>').toString('base64');
  for (const type of [
    'image/svg+xml',
    'text/html',
    'text/xml',
    'application/xhtml+xml',
    'application/pdf',
    'image/png',
    'text/html;x=image/png',
    'image/png\r\nx: y',
    '',
  ]) {
    const { id } = await app.add('things', { file: { name: 'a"\r\nx: y;é.html', type, data } });
    const { headers, status } = await app.get(`/files/things/${id}/file`);
    expect(status).toBe(200);
    const isShown = type === 'image/png';
    expect(headers.get('content-type'), type).toBe(isShown ? 'image/png' : 'application/octet-stream');
    expect(headers.get('content-disposition'), type).toMatch(isShown ? /^inline;/ : /^attachment;/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x')).toBeNull();
  }
});
