import type { Wx } from '../src';

/** What happens to the next request of this kind instead of the usual. */
export interface Trouble {
    when: (url: string, method: string) => boolean;
    /** `before`: it never arrives; `after`: it arrives, its answer is lost. */
    kind: 'before' | 'after';
}

export interface Seen {
    method: string;
    url: string;
    header: Record<string, string>;
    status?: number;
}

let count = 0;

/** `wx` as a phone has it: real requests over HTTP, callbacks, a storage; and trouble when a test asks for it. */
export class FakeWx implements Wx {
    readonly seen: Seen[] = [];
    readonly storage = new Map<string, unknown>();
    readonly troubles: Trouble[] = [];
    logins = 0;
    running = 0;
    most = 0;

    constructor(private readonly name: string) {}

    request(options: Parameters<Wx['request']>[0]): void {
        const { method, url, header } = options;
        const seen: Seen = { method, url, header };
        this.seen.push(seen);
        this.most = Math.max(this.most, ++this.running);
        this.exchange(options, seen)
            .then(
                (answer) => () => options.success(answer),
                () => () => options.fail({ errMsg: 'request:fail' }),
            )
            .then((callback) => {
                this.running--;
                callback();
            });
    }

    login(options: Parameters<Wx['login']>[0]): void {
        this.logins++;
        options.success({ code: `sandbox-${this.name}-${process.pid}${Date.now()}${count++}` });
    }

    getStorageSync(key: string): unknown {
        return this.storage.get(key) ?? '';
    }

    setStorageSync(key: string, value: unknown): void {
        this.storage.set(key, structuredClone(value));
    }

    removeStorageSync(key: string): void {
        this.storage.delete(key);
    }

    requests(part: string): Seen[] {
        return this.seen.filter((each) => each.url.includes(part));
    }

    private async exchange({ method, url, header, data }: Parameters<Wx['request']>[0], seen: Seen) {
        const at = this.troubles.findIndex((each) => each.when(url, method));
        const trouble = at < 0 ? undefined : this.troubles.splice(at, 1)[0];
        if (trouble?.kind === 'before') {
            throw new Error('cut before it arrived');
        }
        const answer = await fetch(url, { method, headers: header, ...(data === undefined ? {} : { body: data }) });
        seen.status = answer.status;
        const text = await answer.text();
        if (trouble?.kind === 'after') {
            throw new Error('cut after it arrived');
        }
        return { statusCode: answer.status, header: Object.fromEntries(answer.headers), data: text };
    }
}
