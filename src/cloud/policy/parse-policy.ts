import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { parseConditions } from './parse-conditions.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';
import { readPolicyJson } from './read-policy-json.ts';
import { type Policy, type PolicyVersion, type Principals, principalTypes, type Statement } from './statement.ts';
import { textAt, textsAt } from './texts-at.ts';

const policyElements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const statementElements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** How strictly a service reads what is documented as case-sensitive. */
interface Reading {
  /** IAM and Secrets Manager take `ALLOW` as well. */
  readonly isEffectOfAnyCase?: boolean;
}

/**
 * Reads a policy: its JSON text, or what was parsed from it. Which elements a statement must have depends on what it is
 * attached to, so that is the services' to check.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws PolicySyntaxError
 */
export function parsePolicy(source: string | JsonObject, reading: Reading = {}): Policy {
  const document = typeof source === 'string' ? readPolicyJson(source) : source;
  assertElements(document, policyElements, '');
  const { Id, Statement } = document;
  if (Statement === undefined) throw new PolicySyntaxError('missing', '', 'Statement is missing', 'Statement');
  return {
    version: versionOf(document.Version),
    ...(Id !== undefined && { id: textAt(Id, 'Id') }),
    statements: Array.isArray(Statement)
      ? Statement.map((each, index) => parseStatement(each, `Statement[${index}]`, reading))
      : [parseStatement(Statement, 'Statement', reading)],
  };
}

function versionOf(version: unknown): PolicyVersion {
  if (version === undefined) return '2008-10-17';
  if (version === '2008-10-17' || version === '2012-10-17') return version;
  throw new PolicySyntaxError('version', 'Version', 'is neither 2008-10-17 nor 2012-10-17', String(version));
}

function parseStatement(value: unknown, path: string, reading: Reading): Statement {
  if (!isJsonObject(value)) throw new PolicySyntaxError('type', path, 'is no object');
  assertElements(value, statementElements, path);
  for (const name of ['Principal', 'Action', 'Resource']) {
    if (value[name] !== undefined && value[`Not${name}`] !== undefined) {
      throw new PolicySyntaxError('exclusive', path, `${name} and Not${name} exclude each other`, name);
    }
  }
  const { Sid, Principal, NotPrincipal, Condition } = value;
  return {
    ...(Sid !== undefined && { sid: textAt(Sid, `${path}.Sid`) }),
    effect: effectOf(value, path, reading),
    ...(Principal !== undefined && { principals: principalsAt(Principal, `${path}.Principal`) }),
    ...(NotPrincipal !== undefined && { notPrincipals: principalsAt(NotPrincipal, `${path}.NotPrincipal`) }),
    ...textsOf(value, 'Action', 'actions', path),
    ...textsOf(value, 'NotAction', 'notActions', path),
    ...textsOf(value, 'Resource', 'resources', path),
    ...textsOf(value, 'NotResource', 'notResources', path),
    conditions: Condition === undefined ? [] : parseConditions(Condition, `${path}.Condition`),
  };
}

function effectOf({ Effect }: JsonObject, path: string, { isEffectOfAnyCase }: Reading): Statement['effect'] {
  if (Effect === 'Allow' || Effect === 'Deny') return Effect;
  if (isEffectOfAnyCase && typeof Effect === 'string') {
    if (Effect.toLowerCase() === 'allow') return 'Allow';
    if (Effect.toLowerCase() === 'deny') return 'Deny';
  }
  if (Effect === undefined) throw new PolicySyntaxError('missing', path, 'Effect is missing', 'Effect');
  throw new PolicySyntaxError('effect', `${path}.Effect`, 'is neither Allow nor Deny', String(Effect));
}

function textsOf<Name extends string>(
  statement: JsonObject,
  element: string,
  name: Name,
  path: string,
): { readonly [Key in Name]?: readonly string[] } {
  const value = statement[element];
  if (value === undefined) return {};
  return { [name]: textsAt(value, `${path}.${element}`) } as { readonly [Key in Name]: readonly string[] };
}

function principalsAt(value: unknown, path: string): Principals {
  if (value === '*') return '*';
  if (!isJsonObject(value)) throw new PolicySyntaxError('type', path, 'is neither * nor an object');
  assertElements(value, new Set(principalTypes), path);
  const named = (type: string) => (value[type] === undefined ? [] : textsAt(value[type], `${path}.${type}`));
  return {
    AWS: named('AWS'),
    Service: named('Service'),
    Federated: named('Federated'),
    CanonicalUser: named('CanonicalUser'),
  };
}

function assertElements(value: JsonObject, known: ReadonlySet<string>, path: string): void {
  const names = Object.keys(value);
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const siblings = names.filter((name) => name !== unknown);
  throw new PolicySyntaxError('unknown element', path, `${unknown} is unknown`, unknown, siblings);
}
