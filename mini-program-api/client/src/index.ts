export { SiyuClient, type Settings } from './client';
export { ApiProblem, NoAnswer, isProblem } from './failures';
export { remaining } from './countdown';
export type { Arguments, PathOf, Request, Result, Verb } from './calls';
export type { Method, Wx } from './wx';
export type { components, paths } from './schema';
