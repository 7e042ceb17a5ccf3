import type { components } from './schema';
import { ApiProblem } from './failures';
import { problem } from './problem';
import type { Transport } from './transport';
import type { Wx } from './wx';

type SignedIn = components['schemas']['SignedIn'];

const STORED = 'siyu.session';

/** Signs in silently, once for all who wait, and keeps the pair of tokens in the mini-program's storage. */
export class Session {
    private running: Promise<string> | undefined;

    constructor(
        private readonly wx: Wx,
        private readonly transport: Transport,
        private readonly baseUrl: string,
    ) {}

    /** The access token; signs in when there is none yet. */
    token(): Promise<string> {
        const known = this.stored()?.accessToken;
        return known === undefined ? this.renewed() : Promise.resolve(known);
    }

    /** Another token than the refused one: by refreshing, or by a new sign-in when that is refused too. */
    renew(refused: string): Promise<string> {
        const known = this.stored()?.accessToken;
        return known !== undefined && known !== refused ? Promise.resolve(known) : this.renewed();
    }

    forget(): void {
        this.wx.removeStorageSync(STORED);
    }

    private renewed(): Promise<string> {
        this.running ??= this.refreshOrSignIn().finally(() => {
            this.running = undefined;
        });
        return this.running;
    }

    private async refreshOrSignIn(): Promise<string> {
        const refreshToken = this.stored()?.refreshToken;
        if (refreshToken !== undefined) {
            try {
                return await this.open('/api/mp/v1/sessions/refresh', { refreshToken });
            } catch (failure) {
                if (!(failure instanceof ApiProblem) || failure.status !== 401) {
                    throw failure;
                }
                this.forget();
            }
        }
        return this.open('/api/mp/v1/sessions', { code: await this.code() });
    }

    private async open(path: string, body: object): Promise<string> {
        const answer = await this.transport.send({ method: 'POST', url: this.baseUrl + path, header: {}, body });
        if (answer.status !== 201) {
            throw problem(answer);
        }
        const pair = answer.body as SignedIn;
        this.wx.setStorageSync(STORED, pair);
        return pair.accessToken as string;
    }

    private code(): Promise<string> {
        return new Promise((resolve, reject) => {
            this.wx.login({
                success: ({ code }) => resolve(code),
                fail: ({ errMsg }) => reject(new Error(`wx.login: ${errMsg}`)),
            });
        });
    }

    private stored(): SignedIn | undefined {
        const value = this.wx.getStorageSync(STORED);
        return value !== null && typeof value === 'object' ? (value as SignedIn) : undefined;
    }
}
