import type { AdminContext } from './context.ts';

/** One admin operation: what it does to the cloud, and what it answers. */
export type Route = (context: AdminContext, body: Readonly<Record<string, unknown>>, query: URLSearchParams) => unknown;
