import { malformedPolicy } from './errors.ts';

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a resource policy. Throws `MalformedPolicyDocumentException` for what has none. */
export function parseResourcePolicy(text: string): readonly Statement[] {
  const document = parseJson(text);
  const statements = [(document as { readonly Statement?: unknown } | null)?.Statement ?? []].flat() as Statement[];
  const isSound =
    statements.length > 0 &&
    statements.every(({ Effect, Principal }) => (Effect === 'Allow' || Effect === 'Deny') && Principal !== undefined);
  if (!isSound) throw malformedPolicy();
  return statements;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedPolicy();
  }
}

/** Does a statement allow everybody, without a condition? AWS asks its automated reasoning; this sees the plain case. */
export const isPublic = (statements: readonly Statement[]): boolean =>
  statements.some(({ Effect, Principal, Condition }) => {
    const isEverybody = Principal === '*' || [(Principal as { AWS?: unknown }).AWS].flat().includes('*');
    return Effect === 'Allow' && Condition === undefined && isEverybody;
  });
