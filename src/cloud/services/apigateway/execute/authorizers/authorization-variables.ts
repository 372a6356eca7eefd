import type { Exchange } from '../exchange.ts';
import { requestAuthorizer, requestIdentity } from './request-identity.ts';

/**
 * `$context.authorizer.*` and `$context.identity.*`; undefined for every other name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function authorizationVariable(exchange: Exchange, name: string): string | number | undefined {
  const [family, ...path] = name.split('.');
  if (family === 'identity') return leafOf(requestIdentity(exchange), path);
  if (family !== 'authorizer') return undefined;
  if (path[0] === 'error') return exchange.failure?.details.authorizerError;
  return leafOf(requestAuthorizer(exchange).authorizer, path);
}

/** All of them that have a value, by their paths. */
export function* authorizationEntries(exchange: Exchange): Generator<readonly [path: string, value: string | number]> {
  yield* leavesOf('identity', requestIdentity(exchange));
  yield* leavesOf('authorizer', requestAuthorizer(exchange).authorizer);
}

function* leavesOf(path: string, value: unknown): Generator<readonly [string, string | number]> {
  if (typeof value === 'string' || typeof value === 'number') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* leavesOf(`${path}.${name}`, member);
}

/** Claims and context may have dots in their names: a name that fits is taken ahead of one level more. */
function leafOf(value: unknown, path: readonly string[]): string | number | undefined {
  if (typeof value === 'string' || typeof value === 'number') return path.length === 0 ? value : undefined;
  if (typeof value !== 'object' || value === null || path.length === 0) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const whole = path.join('.');
  if (Object.hasOwn(members, whole)) return leafOf(members[whole], []);
  const [first = '', ...rest] = path;
  return Object.hasOwn(members, first) ? leafOf(members[first], rest) : undefined;
}
