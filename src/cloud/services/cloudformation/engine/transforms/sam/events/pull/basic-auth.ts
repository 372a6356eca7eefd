import { expectMap, expectText } from '../../language/expect.ts';
import { pythonText } from '../../language/python-text.ts';
import { isTruthy } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';
import { invalidEvent } from './statements.ts';

const wanted = 'BASIC_AUTH';

/**
 * The secret by which Lambda logs in, of `SourceAccessConfigurations`.
 * @param supported the types that may stand there
 */
export function basicAuthSecret(event: Resource, supported: readonly string[]): unknown {
  const configurations = event.get('SourceAccessConfigurations');
  if (!isTruthy(configurations)) {
    throw invalidEvent(event, `No SourceAccessConfigurations for Amazon ${event.type} event provided.`);
  }
  if (!Array.isArray(configurations)) {
    throw invalidEvent(event, 'Provided SourceAccessConfigurations cannot be parsed into a list.');
  }
  const id = String(event.relativeId);
  let secret: unknown;
  for (const [at, configuration] of configurations.entries()) {
    const path = `SourceAccessConfigurations[${at}]`;
    const { Type, URI } = expectMap(configuration, { id, path, of: 'event' });
    const type = expectText(Type, { id, path: `${path}.Type`, of: 'event' });
    if (!supported.includes(type)) {
      const values = pythonText(supported);
      const problem = `Invalid property Type specified in SourceAccessConfigurations. The supported values are: ${values}.`;
      throw invalidEvent(event, problem);
    }
    if (type !== wanted) continue;
    if (isTruthy(secret)) {
      throw invalidEvent(event, `Multiple ${wanted} properties specified in SourceAccessConfigurations.`);
    }
    if (!isTruthy(URI)) throw invalidEvent(event, `No ${wanted} URI property specified in SourceAccessConfigurations.`);
    secret = URI;
  }
  if (isTruthy(secret)) return secret;
  throw invalidEvent(event, `No ${wanted} property specified in SourceAccessConfigurations.`);
}
