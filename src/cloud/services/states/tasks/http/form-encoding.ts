import type { Json } from '../../definition/json.ts';

/** How arrays are told: `a[0]=x&a[1]=y`, `a=x&a=y`, `a=x,y`, `a[]=x&a[]=y`. */
export type ArrayFormat = 'INDICES' | 'REPEAT' | 'COMMAS' | 'BRACKETS';

/**
 * A body as a form: members of members in brackets.
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#url-encode-request-body
 */
export function formEncoded(body: Json, format: ArrayFormat): string {
  return [...pairs('', body, format)].map(([key, value]) => `${encodeURIComponent(key)}=${value}`).join('&');
}

function* pairs(key: string, value: Json, format: ArrayFormat): Generator<readonly [string, string]> {
  if (typeof value !== 'object' || value === null) {
    yield [key, scalar(value)];
  } else if (!Array.isArray(value)) {
    for (const [name, member] of Object.entries(value as Readonly<Record<string, Json>>)) {
      yield* pairs(key === '' ? name : `${key}[${name}]`, member, format);
    }
  } else if (format === 'COMMAS') {
    yield [key, value.map((item) => scalar(item as Json)).join(',')];
  } else {
    for (const [index, item] of value.entries()) yield* pairs(keyOf(key, index, format), item as Json, format);
  }
}

const keyOf = (key: string, index: number, format: ArrayFormat): string =>
  ({ INDICES: `${key}[${index}]`, BRACKETS: `${key}[]`, REPEAT: key, COMMAS: key })[format];

const scalar = (value: Json): string =>
  value === null ? '' : encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value));
