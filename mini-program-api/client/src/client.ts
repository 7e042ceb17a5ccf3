import type { Arguments, PathOf, Result, Verb } from './calls';
import { ApiProblem, NoAnswer } from './failures';
import { problem } from './problem';
import { Session } from './session';
import { Transport, type Answer, type Sent } from './transport';
import type { Method, Wx } from './wx';

export interface Settings {
    wx: Wx;
    /** Such as `https://shop.example`, without a slash at the end. */
    baseUrl: string;
    /** Waits between the tries of a request that got no answer, or that may be repeated; as many tries as waits, and one. */
    waitsMs?: readonly number[];
    sleep?: (ms: number) => Promise<void>;
    random?: () => number;
}

interface Loose {
    path?: Record<string, string | number>;
    query?: Record<string, unknown>;
    body?: unknown;
    idempotencyKey?: string;
}

const WAITS_MS = [300, 1_000, 3_000] as const;
const LONGEST_WAIT_MS = 10_000;
const KEY_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const KEY_LENGTH = 24;

/**
 * The API as typed calls. Signs in by itself; a 401 is answered by one refresh and one repetition. What got no answer is sent
 * again with the same idempotency key, so that it has its effect once; what the server refused is an {@link ApiProblem}.
 */
export class SiyuClient {
    private readonly transport: Transport;
    private readonly session: Session;
    private readonly waitsMs: readonly number[];
    private readonly sleep: (ms: number) => Promise<void>;
    private readonly random: () => number;
    private aheadMs = 0;

    constructor(private readonly settings: Settings) {
        this.transport = new Transport(settings.wx);
        this.session = new Session(settings.wx, this.transport, settings.baseUrl);
        this.waitsMs = settings.waitsMs ?? WAITS_MS;
        this.sleep = settings.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
        this.random = settings.random ?? Math.random;
    }

    get<P extends PathOf<'get'>>(path: P, ...[request]: Arguments<'get', P>): Promise<Result<'get', P>> {
        return this.call('get', path, request as Loose) as Promise<Result<'get', P>>;
    }

    put<P extends PathOf<'put'>>(path: P, ...[request]: Arguments<'put', P>): Promise<Result<'put', P>> {
        return this.call('put', path, request as Loose) as Promise<Result<'put', P>>;
    }

    post<P extends PathOf<'post'>>(path: P, ...[request]: Arguments<'post', P>): Promise<Result<'post', P>> {
        return this.call('post', path, request as Loose) as Promise<Result<'post', P>>;
    }

    delete<P extends PathOf<'delete'>>(path: P, ...[request]: Arguments<'delete', P>): Promise<Result<'delete', P>> {
        return this.call('delete', path, request as Loose) as Promise<Result<'delete', P>>;
    }

    /** The server's clock by its last answer that told it (`Server-Time`), in milliseconds: count down from it (B24). */
    serverNow(): number {
        return Date.now() + this.aheadMs;
    }

    /** Forgets the tokens on this device; `delete('/api/mp/v1/sessions/current')` ends the session on the server. */
    signOut(): void {
        this.session.forget();
    }

    private async call(verb: Verb, path: string, request: Loose = {}): Promise<unknown> {
        const method = verb.toUpperCase() as Method;
        const header: Record<string, string> =
            verb === 'post' ? { 'Idempotency-Key': request.idempotencyKey ?? this.newKey() } : {};
        const sent = { method, url: this.settings.baseUrl + address(path, request), header, body: request.body };
        const answer = await this.patiently(() => this.signed(sent));
        return answer.body;
    }

    private async signed(sent: Sent): Promise<Answer> {
        const token = await this.session.token();
        const answer = await this.transport.send(bearing(sent, token));
        const last =
            answer.status === 401 ? await this.transport.send(bearing(sent, await this.session.renew(token))) : answer;
        if (last.status >= 400) {
            throw problem(last);
        }
        this.listen(last.header['server-time']);
        return last;
    }

    private listen(serverTime: string | undefined): void {
        const told = Date.parse(serverTime ?? '');
        if (!Number.isNaN(told)) {
            this.aheadMs = told - Date.now();
        }
    }

    /** Every request may be repeated: reads by nature, PUT and DELETE by meaning, POST by its key. */
    private async patiently<T>(attempt: () => Promise<T>): Promise<T> {
        for (const wait of this.waitsMs) {
            try {
                return await attempt();
            } catch (failure) {
                if (!worthRepeating(failure)) {
                    throw failure;
                }
                await this.sleep(waitOf(failure, wait));
            }
        }
        return attempt();
    }

    private newKey(): string {
        let key = '';
        for (let i = 0; i < KEY_LENGTH; i++) {
            key += KEY_CHARACTERS.charAt(Math.floor(this.random() * KEY_CHARACTERS.length));
        }
        return key;
    }
}

function worthRepeating(failure: unknown): boolean {
    return failure instanceof NoAnswer || (failure instanceof ApiProblem && failure.retryable);
}

function waitOf(failure: unknown, ms: number): number {
    const asked = failure instanceof ApiProblem ? (failure.retryAfterSeconds ?? 0) * 1_000 : 0;
    return Math.min(Math.max(asked, ms), LONGEST_WAIT_MS);
}

function bearing(sent: Sent, token: string): Sent {
    return { ...sent, header: { ...sent.header, Authorization: `Bearer ${token}` } };
}

function address(path: string, request: Loose): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(request.path?.[name])));
    const query = Object.entries(request.query ?? {})
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
    return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}
