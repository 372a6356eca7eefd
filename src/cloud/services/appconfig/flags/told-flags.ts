import { parseJson } from '../../../kernel/json.ts';
import { attributesIn, type FlagDocument, type FlagValue } from './flag-document.ts';

/**
 * Flags as GetLatestConfiguration tells them: by key, with the values of attributes where the flag is on. Of variants,
 * whose rules the agent alone reads, it is the default one.
 * https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html
 */
export function toldFlags(content: string): string {
  const { flags = {}, values = {} } = parseJson(content) as FlagDocument;
  const keys = [...new Set([...Object.keys(flags), ...Object.keys(values)])];
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, toldFlag(values[key])])));
}

function toldFlag(value: FlagValue | undefined): Readonly<Record<string, unknown>> {
  if (!value) return { enabled: false };
  const variant = value._variants?.at(-1);
  const enabled = (variant ?? value).enabled === true;
  if (!enabled) return { enabled };
  return { enabled, ...(variant ? variant.attributeValues : attributesIn(value)) };
}
