import { readFileSync } from 'node:fs';

/** Of the package this file belongs to; `src/cloud` and `dist/cloud` lie at the same depth. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
