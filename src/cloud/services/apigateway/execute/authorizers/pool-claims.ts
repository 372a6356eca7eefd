import type { Claims } from '../../../../gateway/authorizers/verify-token.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Claims that are times to API Gateway; `auth_time` stays a number. */
const times: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf']);

/** Claims of user pools as events of REST APIs show them: lists with commas, times as Java prints dates. */
export function poolClaimTexts(claims: Claims): Record<string, string> {
  const entries = Object.entries(claims).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, claimText(name, value)]));
}

function claimText(name: string, value: unknown): string {
  if (times.has(name) && typeof value === 'number') return javaDate(value * 1000);
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `Tue Mar 26 14:48:52 UTC 2019` */
export function javaDate(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${two(date.getUTCDate())} ${time} UTC ${date.getUTCFullYear()}`;
}
