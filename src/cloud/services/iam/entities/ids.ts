import type { Random } from '../../../kernel/random.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const prefixes = {
  role: 'AROA',
  user: 'AIDA',
  group: 'AGPA',
  policy: 'ANPA',
  'instance-profile': 'AIPA',
} as const;

/** What has an id and an ARN of its own. */
export type IdentifiedKind = keyof typeof prefixes;

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `AROA` and 17 further characters. */
export const uniqueId = (kind: IdentifiedKind, random: Random): string => prefixes[kind] + random.text(17, idAlphabet);

/** IAM's ARNs name no region: `arn:aws:iam::000000000000:role/path/name`. */
export const arnOf = (kind: IdentifiedKind, account: string, path: string, name: string): string =>
  `arn:aws:iam::${account}:${kind}${path}${name}`;
