// Takes the share page in every state, on a phone and on a wide screen, and measures it: .ci/with-shop node .ci/screens/share-page.mjs
// Pictures go to target/screens.
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { faults } from './look.mjs';
import { SHOP, activity, catalogue, distributor, eventually, get, member, post, product, seat, staff } from './shop.mjs';

const WIDTHS = [390, 1280];
const HEIGHT = 844;
const OUT = fileURLToPath(new URL('../../target/screens/', import.meta.url));
const PICTURE =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#e9dfd1"/><circle cx="5" cy="5" r="3" fill="#b98b6a"/></svg>';
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Every state of the page: its path, the status, and words that must be on it (or must not). */
async function states() {
    const merchandiser = await staff('merchandiser');
    await catalogue(merchandiser);
    const romper = await product('连体衣');
    const shoes = await product('学步鞋');
    const seller = await distributor('screens-seller', '林晓');
    const [anna, ben, cleo] = [
        await member('screens-anna', '安安妈妈'),
        await member('screens-ben', '本本'),
        await member('screens-cleo', '可可爸爸'),
    ];
    const share = (who, body, partner) =>
        post(partner ? '/api/partner/v1/share-tokens' : '/api/mp/v1/share-tokens', who.token, { source: 'WECHAT_CHAT', ...body });

    const gather = await activity(merchandiser, romper, '周末三人团', 3, 4_900);
    const open = await seat(anna, `/api/mp/v1/group-buys/${gather.id}/buy-groups`, gather.id, gather.skuId);
    await eventually(() => get(`/api/mp/v1/buy-groups/${open}`), ({ state }) => state === 'OPEN');
    await seat(ben, `/api/mp/v1/buy-groups/${open}/seats`, gather.id, gather.skuId);

    const pair = await activity(merchandiser, shoes, '两人就成', 2, 9_900);
    const full = await seat(anna, `/api/mp/v1/group-buys/${pair.id}/buy-groups`, pair.id, pair.skuId);
    await eventually(() => get(`/api/mp/v1/buy-groups/${full}`), ({ state }) => state === 'OPEN');
    await seat(cleo, `/api/mp/v1/buy-groups/${full}/seats`, pair.id, pair.skuId);
    await eventually(() => get(`/api/mp/v1/buy-groups/${full}`), ({ state }) => state === 'SUCCEEDED');

    const plain = await share(anna, { spuId: shoes.spuId });
    const paid = await share(seller, { spuId: romper.spuId, text: '拉链从下往上开，夜里换片不冻肚子。' }, true);
    const gathering = await share(seller, { buyGroupId: open }, true);
    const gathered = await share(seller, { buyGroupId: full }, true);
    const over = await share(anna, { spuId: romper.spuId });
    await post(`/api/mp/v1/share-tokens/${over.token}/revoke`, anna.token);

    return [
        { name: 'product', path: plain.path, status: 200, shows: [shoes.title], hides: ['广告'] },
        { name: 'product-paid', path: paid.path, status: 200, shows: [romper.title, '广告', '拉链从下往上开'] },
        { name: 'group-open', path: gathering.path, status: 200, shows: [romper.title, '广告', '49.00'] },
        { name: 'group-succeeded', path: gathered.path, status: 200, shows: [shoes.title, '广告'] },
        { name: 'over', path: over.path, status: 410, shows: [] },
        { name: 'unknown', path: '/s/AAAAAAAAAAAAAA', status: 404, shows: [] },
    ];
}

async function look(browser, state, width) {
    const page = await browser.newPage({ viewport: { width, height: HEIGHT }, deviceScaleFactor: 2, locale: 'zh-CN' });
    const found = [];
    // The small catalogue's pictures lie nowhere; any picture will do. A browser asks for an icon by itself.
    await page.route('https://img.example.com/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }));
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    page.on('pageerror', (failure) => found.push(`a script failed: ${failure.message}`));
    page.on('console', (line) => line.type() === 'error' && !line.text().includes(`${state.status}`) && found.push(line.text()));
    const answer = await page.goto(SHOP + state.path, { waitUntil: 'networkidle' });
    if (answer.status() !== state.status) {
        found.push(`answered ${answer.status()} instead of ${state.status}`);
    }
    const text = await page.innerText('body');
    found.push(...state.shows.filter((words) => !text.includes(words)).map((words) => `does not show "${words}"`));
    found.push(...(state.hides ?? []).filter((words) => text.includes(words)).map((words) => `shows "${words}"`));
    found.push(...(await page.evaluate(faults)));
    await page.screenshot({ path: `${OUT}${state.name}-${width}.png`, fullPage: true });
    await page.close();
    return found.map((fault) => `${state.name} at ${width}: ${fault}`);
}

const executablePath = process.env.SIYU_BROWSER ?? BROWSERS.find(existsSync);
if (executablePath === undefined) {
    console.log('skipped: there is no Chromium (SIYU_BROWSER names another place)');
    process.exit(0);
}
mkdirSync(OUT, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const found = [];
let taken = 0;
try {
    for (const state of await states()) {
        for (const width of WIDTHS) {
            found.push(...(await look(browser, state, width)));
            taken++;
        }
    }
} finally {
    await browser.close();
}
found.forEach((fault) => console.error(fault));
console.log(`${taken} pictures in target/screens, ${found.length} faults`);
process.exitCode = found.length === 0 ? 0 : 1;
