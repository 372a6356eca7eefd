import type { HttpRequest } from './http.ts';

/**
 * Whether a browser sends the request. Every browser of today says so to loopback addresses by `Sec-Fetch-Site`, and
 * everywhere by a `User-Agent` that begins with `Mozilla/`; no page can take either away.
 */
export const isFromBrowser = ({ headers }: HttpRequest): boolean =>
  headers['sec-fetch-site'] !== undefined || (headers['user-agent']?.startsWith('Mozilla/') ?? false);
