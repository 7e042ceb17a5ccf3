// The people of the pages that are looked at: staff, a distributor, buyers, through the shop's own API and its sandbox.
import { readFileSync } from 'node:fs';

export const SHOP = required('SIYU_URL');
const SETTINGS = Object.fromEntries(
    readFileSync(`${required('SIYU_DATA_FOLDER')}/settings.properties`, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replace(/\\([:=\\])/g, '$1')]),
);
const WECHAT = SETTINGS['siyu.wechat.api-url'];
const LOOKS = 100;
let count = 0;

function required(name) {
    const value = process.env[name];
    if (value === undefined || value === '') {
        throw new Error(`${name} is not set: run me through .ci/with-shop`);
    }
    return value;
}

async function send(base, method, path, token, body, files) {
    const headers = { 'Idempotency-Key': `screens-${process.pid}-${count++}` };
    if (token !== undefined) {
        headers.Authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    const answer = await fetch(base + path, { method, headers, body: files ?? (body && JSON.stringify(body)) });
    const text = await answer.text();
    if (!answer.ok) {
        throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
}

export const get = (path, token) => send(SHOP, 'GET', path, token);
export const post = (path, token, body = {}) => send(SHOP, 'POST', path, token, body);
export const weChat = (path, body = {}) => send(WECHAT, 'POST', `/_control${path}`, undefined, body);

export async function eventually(ask, wanted) {
    for (let look = 0; look < LOOKS; look++) {
        const answer = await ask();
        if (wanted(answer)) {
            return answer;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('it never came to be as wanted');
}

export async function staff(username) {
    const password = SETTINGS['siyu.sample.password'];
    return (await post('/api/admin/v1/sessions', undefined, { username, password })).accessToken;
}

export async function member(name, nickname) {
    const code = `sandbox-${name}-${process.pid}${count++}`;
    const { accessToken } = await post('/api/mp/v1/sessions', undefined, { code });
    await send(SHOP, 'PUT', '/api/mp/v1/me', accessToken, { nickname });
    const address = await post('/api/mp/v1/addresses', accessToken, {
        recipient: nickname,
        phone: `138${String(10000000 + count * 7919).slice(-8)}`,
        regionCode: '440305',
        detail: `科技园 ${count} 号`,
        isDefault: true,
    });
    return { token: accessToken, address: address.id };
}

/** The small catalogue that the repository brings along. */
export async function catalogue(merchandiser) {
    const files = new FormData();
    for (const name of ['categories', 'brands', 'products', 'skus', 'attributes', 'reviews']) {
        const csv = readFileSync(new URL(`../../src/docs/catalogue/${name}.csv`, import.meta.url));
        files.append('files', new Blob([csv], { type: 'text/csv' }), `${name}.csv`);
    }
    const { jobId } = await send(SHOP, 'POST', '/api/admin/v1/imports?dryRun=false', merchandiser, undefined, files);
    await eventually(
        () => get(`/api/admin/v1/jobs/${jobId}`, merchandiser),
        ({ state }) => state === 'DONE',
    );
}

export async function product(q) {
    const { items } = await get(`/api/mp/v1/products?q=${encodeURIComponent(q)}`);
    return get(`/api/mp/v1/products/${items[0].spuId}`);
}

export async function distributor(name, nickname) {
    const desk = await staff('ops');
    const who = await member(name, nickname);
    const applied = await post('/api/mp/v1/distributor-applications', who.token, {
        realName: nickname,
        phone: '13900139000',
        agreementVersion: '2026-01',
    });
    const { items } = await get('/api/admin/v1/tiers', desk);
    await post(`/api/admin/v1/distributor-applications/${applied.id}/approve`, desk, {
        tierId: items[0].id,
        reason: 'known to the shop',
    });
    return who;
}

/** A running group buy of a product's first SKU that is left. */
export async function activity(merchandiser, { spuId, matrix }, name, size, priceFen) {
    const now = Date.now();
    const { skuId } = matrix.find(({ availability }) => availability !== 'OUT');
    const made = await post('/api/admin/v1/group-buys', merchandiser, {
        name,
        spuId,
        skus: [{ skuId, priceFen, quota: 6 }],
        size,
        perOrderQty: 1,
        perPersonQty: 2,
        maxOpenGroupsPerPerson: 2,
        startsAt: new Date(now - 60_000).toISOString(),
        endsAt: new Date(now + 3 * 86_400_000).toISOString(),
    });
    await post(`/api/admin/v1/group-buys/${made.id}/publish`, merchandiser, { version: made.version, reason: 'for a look' });
    return { id: made.id, skuId };
}

/** Takes a place and pays for it; answers the group once the shop knows of the money. */
export async function seat(who, path, activityId, skuId) {
    const wish = { skuId, quantity: 1, addressId: who.address };
    const { totalFen } = await post(`/api/mp/v1/group-buys/${activityId}/quotes`, who.token, wish);
    const taken = await post(path, who.token, { ...wish, agreedTotalFen: totalFen });
    const payment = await post(`/api/mp/v1/orders/${taken.orderId}/payments`, who.token);
    await weChat(`/prepays/${payment.package.replace('prepay_id=', '')}/pay`);
    await eventually(
        () => get(`/api/mp/v1/orders/${taken.orderId}`, who.token),
        ({ state }) => state !== 'PENDING_PAYMENT',
    );
    return taken.buyGroupId;
}
