import { badRequest } from '../errors.ts';
import type { BasePathMode, ImportOptions } from './definition.ts';

const basePathModes: readonly string[] = ['ignore', 'prepend', 'split'] satisfies BasePathMode[];

/**
 * What an import is asked for by its `parameters`; the names are met in both spellings.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html
 */
export function importOptions(parameters: Readonly<Record<string, string>> = {}): ImportOptions {
  const basePath = (parameters.basepath ?? parameters.basePath ?? 'ignore').toLowerCase();
  if (!basePathModes.includes(basePath)) {
    throw badRequest(`Invalid basepath mode: ${basePath}. Must be one of [ignore, prepend, split]`);
  }
  return { basePath: basePath as BasePathMode, ignoresDocumentation: parameters.ignore === 'documentation' };
}
