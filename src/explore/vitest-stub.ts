/** What stands in for vitest when scenarios are explored without it: declarations are passed over, `expect` is real. */
const nothing = (): void => undefined;

/** `test`, `test.each(…)(…)`, `describe.skip` …: all callable, all without effect. */
const declaration: unknown = new Proxy(nothing, { get: () => declaration, apply: () => declaration });

const real = (await import('vitest').catch(() => undefined)) as
  | { readonly expect?: unknown; readonly vi?: unknown }
  | undefined;

export const expect = real?.expect;
export const vi = real?.vi;
export const test = declaration;
export const it = declaration;
export const describe = declaration;
export const suite = declaration;
export const beforeAll = declaration;
export const beforeEach = declaration;
export const afterAll = declaration;
export const afterEach = declaration;
export const onTestFinished = declaration;
export default {};
