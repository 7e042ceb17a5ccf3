import { NoAnswer } from './failures';
import type { Method, Wx } from './wx';

export interface Sent {
    method: Method;
    url: string;
    header: Record<string, string>;
    body?: unknown;
}

export interface Answer {
    status: number;
    /** Names in lower case: platforms differ. */
    header: Record<string, string>;
    body: unknown;
}

/** WeChat allows ten requests at once; two are left to the rest of the mini-program. */
const AT_ONCE = 8;
const TIMEOUT_MS = 15_000;

/** `wx.request` as a promise, never more than eight at once. */
export class Transport {
    private running = 0;
    private readonly waiting: (() => void)[] = [];

    constructor(private readonly wx: Wx) {}

    async send(sent: Sent): Promise<Answer> {
        await this.turn();
        try {
            return await this.once(sent);
        } finally {
            this.running--;
            this.waiting.shift()?.();
        }
    }

    private turn(): Promise<void> {
        const begin = () => {
            this.running++;
        };
        return this.running < AT_ONCE
            ? Promise.resolve(begin())
            : new Promise((resolve) => this.waiting.push(() => resolve(begin())));
    }

    private once(sent: Sent): Promise<Answer> {
        return new Promise((resolve, reject) => {
            this.wx.request({
                url: sent.url,
                method: sent.method,
                header: { Accept: 'application/json', 'Content-Type': 'application/json', ...sent.header },
                ...(sent.body === undefined ? {} : { data: JSON.stringify(sent.body) }),
                timeout: TIMEOUT_MS,
                // Anything but "json": the text is parsed here, so that a broken answer is told apart from an empty one.
                dataType: '其他',
                responseType: 'text',
                success: (answer) =>
                    resolve({ status: answer.statusCode, header: lowerCase(answer.header), body: parse(answer.data) }),
                fail: (cause) => reject(new NoAnswer(sent.method, sent.url, cause.errMsg)),
            });
        });
    }
}

function lowerCase(header: Record<string, string>): Record<string, string> {
    const lower: Record<string, string> = {};
    for (const name of Object.keys(header)) {
        lower[name.toLowerCase()] = String(header[name]);
    }
    return lower;
}

function parse(text: unknown): unknown {
    if (typeof text !== 'string' || text === '') {
        return undefined;
    }
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
