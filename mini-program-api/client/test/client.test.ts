import { beforeAll, describe, expect, it } from 'vitest';
import { NoAnswer, isProblem, remaining } from '../src';
import { catalogue, confirmPayment, eventually, phone } from './shop';

beforeAll(catalogue, 60_000);

const ADDRESS = { recipient: '小雨', phone: '13800138000', regionCode: '440305', detail: '科技园 1 号', isDefault: true };

/** Something in stock, and what it takes to buy it. */
async function basket(client: ReturnType<typeof phone>['client']) {
    const { items } = await client.get('/api/mp/v1/products', { query: { limit: 20 } });
    const sheets = await Promise.all(
        items.map(({ spuId }) => client.get('/api/mp/v1/products/{spuId}', { path: { spuId: spuId! } })),
    );
    const { skuId } = sheets.flatMap((sheet) => sheet.matrix).find((cell) => cell.availability === 'IN_STOCK')!;
    const { id: addressId } = await client.post('/api/mp/v1/addresses', { body: ADDRESS });
    const lines = [{ skuId: skuId!, quantity: 1 }];
    const { quoteHash } = await client.post('/api/mp/v1/order-quotes', { body: { lines, addressId: addressId } });
    return { lines, addressId: addressId, quoteHash: quoteHash };
}

describe('signing in', () => {
    it('happens once for all calls that wait for it', async () => {
        const { client, wx } = phone('parallel');
        await Promise.all([
            client.get('/api/mp/v1/me'),
            client.get('/api/mp/v1/cart'),
            client.get('/api/mp/v1/orders'),
        ]);
        expect(wx.logins).toBe(1);
        expect(wx.requests('/sessions')).toHaveLength(1);
    });

    it('is renewed once when a token is refused, and the call is repeated', async () => {
        const { client, wx } = phone('renewed');
        const before = await client.get('/api/mp/v1/me');
        const pair = wx.storage.get('siyu.session') as { accessToken: string };
        wx.setStorageSync('siyu.session', { ...pair, accessToken: `${pair.accessToken}x` });

        const [me, cart] = await Promise.all([client.get('/api/mp/v1/me'), client.get('/api/mp/v1/cart')]);

        expect(me.id).toBe(before.id);
        expect(cart).toBeDefined();
        expect(wx.requests('/sessions/refresh')).toHaveLength(1);
        expect(wx.logins).toBe(1);
    });

    it('begins anew when the refresh token is refused too', async () => {
        const { client, wx } = phone('anew');
        wx.setStorageSync('siyu.session', { accessToken: 'not.a.token', refreshToken: 'neither' });
        await client.get('/api/mp/v1/me');
        expect(wx.logins).toBe(1);
    });
});

describe('a lost answer', () => {
    it('is asked for again under the same key: one order', async () => {
        const { client, wx } = phone('lost');
        const body = await basket(client);
        wx.troubles.push({ when: (url, method) => method === 'POST' && url.endsWith('/orders'), kind: 'after' });

        const placed = await client.post('/api/mp/v1/orders', { body: { ...body, fromCart: false } });

        const sent = wx.seen.filter((each) => each.method === 'POST' && each.url.endsWith('/orders'));
        expect(new Set(sent.map((each) => each.header['Idempotency-Key'])).size).toBe(1);
        expect(sent).toHaveLength(2);
        const { items } = await client.get('/api/mp/v1/orders');
        expect(items.map((each) => each.id)).toEqual([placed.id]);
        await client.post('/api/mp/v1/orders/{id}/cancel', { path: { id: placed.id } });
    });

    it('is told as such when no try gets one', async () => {
        const { client, wx } = phone('silent');
        await client.get('/api/mp/v1/me');
        for (let i = 0; i < 4; i++) {
            wx.troubles.push({ when: (url) => url.endsWith('/cart'), kind: 'before' });
        }
        await expect(client.get('/api/mp/v1/cart')).rejects.toBeInstanceOf(NoAnswer);
        expect(wx.requests('/cart')).toHaveLength(4);
    });
});

describe('a refusal', () => {
    it('has the code and the fields of the problem document, and is not repeated', async () => {
        const { client, wx } = phone('refused');
        const failure = await client
            .post('/api/mp/v1/addresses', { body: { ...ADDRESS, recipient: '' } })
            .catch((reason: unknown) => reason);
        expect(isProblem(failure)).toBe(true);
        expect(isProblem(failure) && failure.problem.errors?.[0]?.field).toBe('recipient');
        expect(wx.requests('/addresses')).toHaveLength(1);
    });

    it('of something that is not there is 404', async () => {
        const { client } = phone('nowhere');
        const path = { id: '01936f00-0000-7000-8000-000000000001' };
        await expect(client.get('/api/mp/v1/orders/{id}', { path })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });
});

it('never has more than eight requests on their way', async () => {
    const { client, wx } = phone('many');
    await Promise.all(Array.from({ length: 30 }, () => client.get('/api/mp/v1/categories')));
    expect(wx.most).toBe(8);
});

it('buys: product, quote, order, payment', async () => {
    const { client } = phone('buyer');
    const body = await basket(client);
    const { id } = await client.post('/api/mp/v1/orders', { body: { ...body, fromCart: false } });
    const payment = await client.post('/api/mp/v1/orders/{id}/payments', { path: { id: id } });
    await confirmPayment(payment.package!);
    const order = await eventually(
        () => client.get('/api/mp/v1/orders/{id}', { path: { id: id } }),
        ({ state }) => state !== 'PENDING_PAYMENT',
    );
    expect(order.state).toBe('TO_SHIP');
});

it('refuses at compile time what the contract does not have', () => {
    const { client } = phone('typed');
    const neverCalled = () => [
        // @ts-expect-error there is no such path
        client.get('/api/mp/v1/nonsense'),
        // @ts-expect-error the body lacks the lines
        client.post('/api/mp/v1/order-quotes', { body: {} }),
        // @ts-expect-error there is no such parameter
        client.get('/api/mp/v1/orders', { query: { colour: 'red' } }),
        // @ts-expect-error the path parameter is missing
        client.get('/api/mp/v1/orders/{id}'),
    ];
    expect(neverCalled).toBeTypeOf('function');
});

it('counts down by the clock of the server', () => {
    const serverTime = '2026-03-01T10:00:00+08:00';
    expect(remaining(serverTime, '2026-03-01T10:01:00+08:00', 5_000, 15_000)).toBe(50_000);
    expect(remaining(serverTime, '2026-03-01T10:00:05+08:00', 0, 6_000)).toBe(0);
});
