import type { paths } from './schema';

/** Verbs as the contract writes them. */
export type Verb = 'get' | 'put' | 'post' | 'delete';

/** The paths of the contract that have this verb. */
export type PathOf<V extends Verb> = {
    [P in keyof paths]: paths[P][V] extends { responses: unknown } ? P : never;
}[keyof paths];

type Operation<V extends Verb, P extends PathOf<V>> = paths[P][V];

type Parameters<O, In extends 'path' | 'query'> = O extends { parameters: infer A }
    ? In extends keyof A
        ? Exclude<A[In], undefined>
        : never
    : never;

type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;

type Named<K extends string, T> = [T] extends [never] ? unknown : { [Key in K]: T };
type MaybeNamed<K extends string, T> = [T] extends [never] ? unknown : { [Key in K]?: T };

/** What a call needs: path parameters and a body where the contract asks for them, a query where it allows one. */
export type Request<V extends Verb, P extends PathOf<V>> = Named<'path', Parameters<Operation<V, P>, 'path'>> &
    MaybeNamed<'query', Parameters<Operation<V, P>, 'query'>> &
    Named<'body', BodyOf<Operation<V, P>>> & {
        /** Made anew when absent; give the old one to repeat a request whose answer was lost with the page. */
        idempotencyKey?: string;
    };

type Json<R, Status extends number> = R extends { [S in Status]: { content: { 'application/json': infer B } } }
    ? B
    : never;

type Success<R> = Json<R, 200> | Json<R, 201> | Json<R, 202>;

/** What a successful call answers; `undefined` for an answer without a body. */
export type Result<V extends Verb, P extends PathOf<V>> =
    Operation<V, P> extends { responses: infer R } ? ([Success<R>] extends [never] ? undefined : Success<R>) : never;

/** The second argument may be left out when nothing in it is needed. */
export type Arguments<V extends Verb, P extends PathOf<V>> =
    {} extends Request<V, P> ? [request?: Request<V, P>] : [request: Request<V, P>];
