import { readFileSync } from 'node:fs';
import { SiyuClient } from '../src';
import { FakeWx } from './fake-wx';

/** The running shop under test: its address and its data folder, where the embedded start writes how to reach the sandbox. */
export const SHOP = required('SIYU_URL');
const SETTINGS = Object.fromEntries(
    readFileSync(`${required('SIYU_DATA_FOLDER')}/settings.properties`, 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replaceAll('\\:', ':').replaceAll('\\=', '=')]),
) as Record<string, string>;

function required(name: string): string {
    const value = process.env[name];
    if (value === undefined || value === '') {
        throw new Error(`${name} is not set: .ci/with-shop starts a shop and sets it`);
    }
    return value;
}

/** A buyer with a phone of his own. */
export function phone(name: string, settings: Partial<ConstructorParameters<typeof SiyuClient>[0]> = {}) {
    const wx = new FakeWx(name);
    const client = new SiyuClient({ wx, baseUrl: SHOP, waitsMs: [1, 1, 1], ...settings });
    return { wx, client };
}

async function staff(role: string): Promise<string> {
    const answer = await fetch(`${SHOP}/api/admin/v1/sessions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: role, password: SETTINGS['siyu.sample.password'] }),
    });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    return `Bearer ${accessToken}`;
}

/** Something to buy: the small catalogue that the repository brings along. Importing it again changes nothing. */
export async function catalogue(): Promise<void> {
    const Authorization = await staff('merchandiser');
    const files = new FormData();
    for (const name of ['categories', 'brands', 'products', 'skus', 'attributes', 'reviews']) {
        const csv = readFileSync(new URL(`../../../src/docs/catalogue/${name}.csv`, import.meta.url));
        files.append('files', new Blob([new Uint8Array(csv)], { type: 'text/csv' }), `${name}.csv`);
    }
    const answer = await fetch(`${SHOP}/api/admin/v1/imports?dryRun=false`, {
        method: 'POST',
        headers: { Authorization, 'Idempotency-Key': `client-${process.pid}-${Date.now()}` },
        body: files,
    });
    const { jobId } = (await answer.json()) as { jobId: string };
    await eventually(
        async () => (await (await fetch(`${SHOP}/api/admin/v1/jobs/${jobId}`, { headers: { Authorization } })).json()) as { state: string },
        ({ state }) => state === 'DONE',
    );
}

/** Confirms a prepared payment as the buyer would with his password. */
export async function confirmPayment(packageValue: string): Promise<void> {
    const prepay = packageValue.replace('prepay_id=', '');
    const answer = await fetch(`${SETTINGS['siyu.wechat.pay-url']}/_control/prepays/${prepay}/pay`, { method: 'POST' });
    if (!answer.ok) {
        throw new Error(`the sandbox did not pay: ${answer.status} ${await answer.text()}`);
    }
}

/** Asks again until the answer is as wanted, for a few seconds at most. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
    for (let tries = 0; tries < 100; tries++) {
        const answer = await ask();
        if (wanted(answer)) {
            return answer;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('never came to be as wanted');
}
