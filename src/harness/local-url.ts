import { SquallError } from '../cloud/kernel/errors.ts';

/**
 * What a stack's output calls `https://ID.execute-api.REGION.amazonaws.com/stage/` has an address on this machine that
 * needs no DNS: `http://127.0.0.1:4566/_aws/execute-api/ID/stage`. One that a cloud behind another port has written down
 * comes to `endpoint`, too. Never ends with a slash; other URLs stay.
 */
export function localUrl(endpoint: string, url: string): string {
  const api = /^https?:\/\/([a-z0-9]+)\.execute-api\.[^/]+(\/.*)?$/.exec(url);
  if (!api) return url.replace(/^https?:\/\/[^/]+(?=\/_aws\/execute-api\/)/, endpoint).replace(/\/$/, '');
  const stage = (api[2] ?? '').replace(/\/$/, '');
  return `${endpoint}/_aws/execute-api/${api[1]}${stage === '' ? '/$default' : stage}`;
}

/** A stack's output; throws `SquallError` naming the outputs that there are. */
export function outputOf(outputs: Readonly<Record<string, string>>, output: string): string {
  const value = outputs[output];
  if (value !== undefined) return value;
  const known = Object.keys(outputs).join(', ') || 'none';
  throw new SquallError('NotFound', `The stack has no output “${output}”.`, `Outputs: ${known}.`);
}
