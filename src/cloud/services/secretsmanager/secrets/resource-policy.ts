import { parseJsonObject } from '../../../kernel/json.ts';
import { malformedPolicy } from '../errors.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: string | Readonly<Record<string, unknown>>;
  readonly Condition?: unknown;
}

/** The statements of a resource policy. Throws `MalformedPolicyDocumentException` for what has none. */
export function parseResourcePolicy(text: string): readonly Statement[] {
  const statements = [parseJsonObject(text)?.Statement ?? []].flat();
  if (statements.length === 0 || !statements.every(isStatement)) throw malformedPolicy();
  return statements;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isStatement = (value: unknown): value is Statement =>
  isRecord(value) &&
  (value.Effect === 'Allow' || value.Effect === 'Deny') &&
  (typeof value.Principal === 'string' || isRecord(value.Principal));

/** Does a statement allow everybody, without a condition? AWS asks its automated reasoning; this sees the plain case. */
export const isPublic = (statements: readonly Statement[]): boolean =>
  statements.some(({ Effect, Principal, Condition }) => {
    const isEverybody = typeof Principal === 'string' ? Principal === '*' : [Principal.AWS].flat().includes('*');
    return Effect === 'Allow' && Condition === undefined && isEverybody;
  });
