import { SquallError } from '../cloud/kernel/errors.ts';

/**
 * What a stack's output calls `https://ID.execute-api.REGION.amazonaws.com/stage/` has an address on this machine that
 * needs no DNS: `http://127.0.0.1:4566/_aws/execute-api/ID/stage`. Never ends with a slash; other URLs stay.
 */
export function localUrl(endpoint: string, url: string): string {
  const api = /^https?:\/\/([a-z0-9]+)\.execute-api\.[^/]+(\/.*)?$/.exec(url);
  if (!api) return url.replace(/\/$/, '');
  const stage = (api[2] ?? '').replace(/\/$/, '');
  return `${endpoint}/_aws/execute-api/${api[1]}${stage === '' ? '/$default' : stage}`;
}

/** {@link localUrl} of a stack's output; throws `SquallError` naming the outputs that there are. */
export function localOutputUrl(endpoint: string, outputs: Readonly<Record<string, string>>, output: string): string {
  const url = outputs[output];
  if (url !== undefined) return localUrl(endpoint, url);
  const known = Object.keys(outputs).join(', ') || 'none';
  throw new SquallError('NotFound', `The stack has no output “${output}”.`, `Outputs: ${known}.`);
}
