import { expect } from 'vitest';
import { openBrowser, violations } from './accessible.ts';
import { buildApp } from './built-app.ts';
import { onEveryTarget } from './every-target.ts';
import { accountOf, invite } from './visitor.ts';

const SENTENCE =
  'A shop with products that have a name, a price and a stock, and orders with a customer email, a status (new, paid, shipped) and order lines with a product and a quantity; customers can look at products, only staff manage orders';

onEveryTarget(
  'a shop: prices to the cent, orders with lines, customers look and staff sell',
  async (target) => {
    const built = await buildApp(SENTENCE, target);
    const [owner, staff, customer, guest] = [
      built.visitor(),
      built.visitor(),
      built.visitor(),
      built.visitor(),
    ];
    await owner.signUp('Olga Owner');
    await invite(owner, staff, { name: 'Sam Staff', role: 'staff' });
    // The owner lets customers sign up by themselves.
    expect((await owner.submit('/administration', { role: 'customer' })).status).toBe(303);
    await customer.signUp('Carl Customer');

    const cup = await staff.add('products', { name: 'Cup', price: 0.1, stock: 12 });
    const pot = await staff.add('products', { name: 'Pot', price: '19.99', stock: 0 });
    expect(await customer.list('products?sort=price')).toMatchObject([{ price: 0.1 }, { price: 19.99 }]);
    for (const wrong of ['free', '1.234', '1e20'])
      expect((await staff.send('PATCH', `/api/products/${cup}`, { price: wrong })).status, wrong).toBe(422);
    expect((await staff.send('PATCH', `/api/products/${cup}`, { stock: 1.5 })).status).toBe(422);

    const order = await staff.add('orders', { customer_email: 'carl@example.org', status: 'new' });
    expect((await staff.send('POST', '/api/orders', { customer_email: 'nobody' })).status).toBe(422);
    expect((await staff.send('PATCH', `/api/orders/${order}`, { status: 'lost' })).status).toBe(422);
    const line = await staff.add('order-lines', { product: cup, quantity: 3, order });
    expect(
      (await staff.send('POST', '/api/order-lines', { product: cup, order })).json?.errors,
    ).toMatchObject([{ field: 'quantity' }]);
    expect(
      (
        await staff
          .list(`orders/${order}/order-lines`)
          .catch(() => staff.list(`order-lines?filter.order=${order}`))
      ).map(({ id }) => id),
    ).toEqual([line]);
    expect((await staff.send('DELETE', `/api/products/${cup}`)).status).toBe(409);
    expect((await staff.send('DELETE', `/api/products/${pot}`)).status).toBe(204);

    expect((await customer.send('GET', '/api/orders')).status).toBe(403);
    expect((await customer.send('GET', `/api/order-lines/${line}`)).status).toBe(403);
    expect((await customer.send('PATCH', `/api/products/${cup}`, { price: 0 })).status).toBe(403);
    expect((await customer.get('/orders')).status).toBe(403);
    expect((await customer.get('/')).text).not.toContain('carl@example.org');
    expect((await guest.send('GET', '/api/orders')).status).toBe(401);
    // What a customer may not see does not show through what they may.
    expect((await customer.get(`/products/${cup}`)).text).not.toMatch(/order line/i);

    // Somebody who left gets in nowhere any more.
    const carl = { account: await accountOf(owner, 'Carl Customer'), role: 'customer', state: 'disabled' };
    expect((await owner.submit('/administration', carl)).status).toBe(303);
    expect((await customer.send('GET', '/api/products')).status).not.toBe(200);
    const last = { account: await accountOf(owner, 'Olga Owner'), role: 'staff', state: 'enabled' };
    const refused = await owner.submit('/administration', last);
    expect([refused.status, refused.text.includes('at least one administrator')]).toEqual([422, true]);

    await built.restart('SIGTERM');
    await built.change('products also have a barcode');
    expect((await staff.send('GET', `/api/products/${cup}`)).json).toMatchObject({
      price: 0.1,
      barcode: null,
    });
    expect(await staff.list('order-lines')).toMatchObject([{ quantity: 3, product: cup, order }]);

    const browser = await openBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${built.url()}/orders`);
    await page.getByLabel('Email').fill('sam.staff@example.org');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    // Back where they wanted to go.
    await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
    await page.goto(`${built.url()}/orders/${order}`);
    await page.getByRole('link', { name: 'Add order line' }).click();
    await page.getByLabel('Product').selectOption('Cup');
    await page.getByLabel('Quantity').fill('two');
    await page.getByRole('button', { name: 'Add order line' }).click();
    await page.getByRole('link', { name: 'Quantity must be a whole number.' }).waitFor();
    await page.getByLabel('Quantity').fill('2');
    await page.getByRole('button', { name: 'Add order line' }).click();
    await page.getByText('The order line was added.').waitFor();
    expect(await staff.list(`order-lines?filter.order=${order}`)).toHaveLength(2);

    const faults = await violations({
      context,
      url: built.url(),
      name: `shop-${target}`,
      paths: [
        '/',
        '/products',
        '/products/new',
        `/products/${cup}`,
        `/products/${cup}/delete`,
        '/orders',
        `/orders/${order}`,
        `/orders/${order}/edit`,
        '/order-lines',
        '/order-lines/new',
        `/order-lines/${line}`,
      ],
    });
    expect(faults).toEqual([]);
  },
);
