import type { components } from './schema';

type ProblemBody = components['schemas']['Problem'];

/** The server refused: RFC 9457, with the stable `code` to branch on. */
export class ApiProblem extends Error {
    readonly code: string;
    readonly retryable: boolean;

    constructor(
        readonly status: number,
        /** The whole document, with the members that a code brings along, such as `quote` or `alternatives`. */
        readonly problem: ProblemBody & Record<string, unknown>,
        /** From Retry-After, when the server said so. */
        readonly retryAfterSeconds?: number,
    ) {
        super(problem.detail ?? problem.title ?? `status ${status}`);
        this.name = 'ApiProblem';
        this.code = problem.code ?? 'UNKNOWN';
        this.retryable = problem.retryable ?? false;
    }
}

/** No answer came: whether the request had an effect is not known. Repeat it with the same idempotency key. */
export class NoAnswer extends Error {
    constructor(
        readonly method: string,
        readonly url: string,
        readonly reason: string,
    ) {
        super(`${method} ${url}: ${reason}`);
        this.name = 'NoAnswer';
    }
}

export function isProblem(failure: unknown, code?: string): failure is ApiProblem {
    return failure instanceof ApiProblem && (code === undefined || failure.code === code);
}
