import { deflateSync } from 'node:zlib';
import { expect } from 'vitest';
import { openBrowser, violations } from './accessible.ts';
import { buildApp } from './built-app.ts';
import { onEveryTarget } from './every-target.ts';

const SENTENCE =
  'A recipe box: recipes have a title, instructions and a photo, ingredients with an amount, and people rate them from 1 to 5 with a comment';

/** A small picture, made by hand: one red dot. */
function redDot(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc(body), body.length + 4);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const pixels = deflateSync(Buffer.from([0, 255, 0, 0]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

onEveryTarget('a recipe box: photos, ingredients with amounts, ratings from 1 to 5', async (target) => {
  const built = await buildApp(SENTENCE, target);
  const cook = built.visitor();
  const instructions = 'Boil water.\nAdd the pasta.\n\n<b>Stir</b> & "wait".';
  const data = redDot().toString('base64');
  const pasta = await cook.add('recipes', {
    title: 'Pasta',
    instructions,
    photo: { name: 'pasta.png', type: 'image/png', data },
  });
  const recipe = (await cook.send('GET', `/api/recipes/${pasta}`)).json;
  expect(recipe).toMatchObject({
    title: 'Pasta',
    instructions,
    photo: { name: 'pasta.png', type: 'image/png' },
  });

  const photo = await fetch(`${built.url()}/files/recipes/${pasta}/photo`);
  expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(Buffer.from(await photo.arrayBuffer()).equals(redDot())).toBe(true);

  // A page that calls itself a photo is kept, and never shown as a page.
  const trap = await cook.add('recipes', {
    title: 'Trap',
    photo: {
      name: 'x.html',
      type: 'text/html',
      data: Buffer.from('<script>alert(1)</script>').toString('base64'),
    },
  });
  const trapped = await fetch(`${built.url()}/files/recipes/${trap}/photo`);
  expect(trapped.headers.get('content-type')).toBe('application/octet-stream');
  expect(trapped.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(
    (await cook.send('PATCH', `/api/recipes/${trap}`, { photo: { name: 'x', type: 'y', data: '?' } })).status,
  ).toBe(422);
  expect((await cook.send('DELETE', `/api/recipes/${trap}`)).status).toBe(204);
  expect((await cook.get(`/files/recipes/${trap}/photo`)).status).toBe(404);

  await cook.add('ingredients', { name: 'Water', amount: 1.5, recipe: pasta });
  await cook.add('ingredients', { name: 'Salt', amount: '0.25', recipe: pasta });
  expect(await cook.list('ingredients?sort=amount')).toMatchObject([{ amount: 0.25 }, { amount: 1.5 }]);
  expect((await cook.send('POST', '/api/ingredients', { name: 'Air', amount: 'a lot' })).status).toBe(422);

  const rating = await cook.add('ratings', { rating: '5', comment: 'Perfect', recipe: pasta });
  for (const wrong of ['0', '6', 'five', ''])
    expect((await cook.send('POST', '/api/ratings', { rating: wrong, recipe: pasta })).status, wrong).toBe(
      422,
    );
  expect((await cook.send('POST', '/api/ratings', { rating: '4' })).json?.errors).toMatchObject([
    { field: 'recipe' },
  ]);
  const kept = await cook.send('DELETE', `/api/recipes/${pasta}`);
  expect([kept.status, kept.json?.title]).toEqual([409, 'This Recipe is still used by 1 × Rating.']);

  await built.restart('SIGTERM');
  expect((await cook.send('GET', `/api/ratings/${rating}`)).json).toMatchObject({ comment: 'Perfect' });
  await built.change('recipes also have a cooking time in minutes');
  const fields = Object.keys((await cook.send('GET', `/api/recipes/${pasta}`)).json ?? {});
  expect(fields.filter((name) => /cooking/.test(name))).toHaveLength(1);
  expect((await cook.send('GET', `/api/recipes/${pasta}`)).json).toMatchObject({
    title: 'Pasta',
    instructions,
  });
  expect((await fetch(`${built.url()}/files/recipes/${pasta}/photo`)).status).toBe(200);

  const browser = await openBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('dialog', (dialog) => asked.push(dialog.message()));
  await page.goto(`${built.url()}/recipes/new`);
  await page.getByLabel('Title').fill('Soup');
  await page.getByLabel('Photo').setInputFiles({ name: 'soup.png', mimeType: 'image/png', buffer: redDot() });
  await page.getByLabel('Instructions').fill('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Add recipe' }).click();
  await page.getByRole('link', { name: 'Soup', exact: true }).click();
  const image = page.getByRole('img', { name: 'soup.png' });
  await image.waitFor();
  expect(await image.evaluate('(img) => img.naturalWidth').catch(() => undefined)).not.toBe(0);
  await page.getByText('<img src=x onerror=alert(1)>').waitFor();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Take it away').check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Your changes were saved.').waitFor();
  expect(await image.count()).toBe(0);
  expect(asked).toEqual([]);

  const faults = await violations({
    context,
    url: built.url(),
    name: `recipes-${target}`,
    paths: [
      '/',
      '/recipes',
      '/recipes/new',
      `/recipes/${pasta}`,
      `/recipes/${pasta}/edit`,
      `/recipes/${pasta}/delete`,
      '/ingredients',
      '/ingredients/new',
      '/ratings',
      `/ratings/${rating}`,
      `/ratings/${rating}/edit`,
      '/gaps',
    ],
  });
  expect(faults).toEqual([]);
});
