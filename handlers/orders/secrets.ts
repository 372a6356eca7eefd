import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import { unavailable } from './problem.ts';

/** A rotated secret is noticed within this time even when nobody complains. */
const maxAgeSeconds = 300;

/**
 * A secret's text, from the cache of this environment or from Secrets Manager. `refresh` asks again: for when the one
 * in the cache was refused. A failure is not cached.
 */
export async function readSecret(arn: string, options: { readonly refresh?: boolean } = {}): Promise<string> {
  const value = await getSecret(arn, { maxAge: maxAgeSeconds, forceFetch: options.refresh ?? false }).catch((cause) => {
    throw unavailable('The secret store', cause);
  });
  if (typeof value !== 'string') throw unavailable('The secret');
  return value;
}
