import { sub } from '../../language/intrinsics.ts';
import { type Fields, has, isMap, isTruthy } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';
import type { EventContext } from '../event-type.ts';
import { allow, invalidEvent, readSecret } from './statements.ts';

/** What reading of a schema registry needs, where the event has one. */
export function readSchemas(event: Resource, context: EventContext): Fields[] {
  const config = event.get('SchemaRegistryConfig') as Fields | undefined;
  if (!isTruthy(config) || !config) return [];
  assertConfig(event, config);
  const accesses = (config.AccessConfigs ?? []) as Fields[];
  const statements = isTruthy(accesses) ? accesses.map(({ URI }) => readSecret(URI)) : [];
  const { SchemaRegistryURI: uri } = config;
  const name = registryName(event, uri, context);
  if (name === undefined) return statements;
  const schemas = sub(`arn:\${AWS::Partition}:glue:\${AWS::Region}:\${AWS::AccountId}:schema/${name}/*`);
  return [...statements, allow(['glue:GetRegistry'], uri), allow(['glue:GetSchemaVersion'], [schemas])];
}

function assertConfig(event: Resource, config: Fields): void {
  for (const field of ['SchemaRegistryURI', 'EventRecordFormat', 'SchemaValidationConfigs']) {
    if (!has(config, field)) throw invalidEvent(event, `Missing required field ${field} in SchemaRegistryConfig`);
  }
  if (config.EventRecordFormat !== 'JSON' && config.EventRecordFormat !== 'SOURCE') {
    throw invalidEvent(event, "EventRecordFormat in SchemaRegistryConfig must be either 'JSON' or 'SOURCE'");
  }
  if (!Array.isArray(config.SchemaValidationConfigs)) {
    throw invalidEvent(event, 'SchemaValidationConfigs must be a list');
  }
  const { AccessConfigs: accesses } = config;
  if (!isTruthy(accesses)) return;
  if (!Array.isArray(accesses)) throw invalidEvent(event, 'AccessConfigs in SchemaRegistryConfig must be a list');
  if (!accesses.every((access) => isMap(access) && has(access, 'Type') && has(access, 'URI'))) {
    throw invalidEvent(event, "Each AccessConfig must be a dict with 'Type' and 'URI' fields");
  }
}

/** The registry's name, where its ARN is known and is one of Glue's. */
function registryName(event: Resource, uri: unknown, { parameters }: EventContext): string | undefined {
  const resolved = isMap(uri) ? parameters.resolve({ ...uri }) : { 'Fn::Sub': uri };
  // AWS's transform fails on a parameter whose value is known.
  if (!isMap(resolved)) {
    throw invalidEvent(event, 'SchemaRegistryURI in SchemaRegistryConfig cannot refer to a parameter. Use Fn::Sub.');
  }
  const arn = resolved['Fn::Sub'];
  if (typeof arn !== 'string' || !arn.startsWith('arn')) return undefined;
  const [, , , , , resource = ''] = arn.split(':');
  return resource.startsWith('registry/') ? resource.slice('registry/'.length) : undefined;
}
