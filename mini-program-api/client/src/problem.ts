import { ApiProblem } from './failures';
import type { Answer } from './transport';

/** The refusal that an answer is; one that is no problem document (a proxy's page) becomes one without a code. */
export function problem(answer: Answer): ApiProblem {
    const body: Record<string, unknown> =
        answer.body !== null && typeof answer.body === 'object'
            ? { ...answer.body }
            : { title: `status ${answer.status}` };
    const after = Number(answer.header['retry-after']);
    return Number.isFinite(after) && answer.header['retry-after'] !== undefined
        ? new ApiProblem(answer.status, body, after)
        : new ApiProblem(answer.status, body);
}
