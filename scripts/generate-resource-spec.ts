/**
 * `node scripts/generate-resource-spec.ts`: extracts from AWS's resource specification (`@aws-cdk/aws-service-spec`)
 * what the CloudFormation engine asks of it, for the services that Squall may own types of: which properties a type
 * has, of what type they are, which must be given, and which replace the resource when they change. Of all other
 * services' types it keeps the names, to tell what is not emulated from what does not exist.
 * Run it after updating the package; the result is committed.
 */
import { writeFileSync } from 'node:fs';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type {
  PropertySpecification,
  Specification,
  TypeSpecification,
  ValueType,
} from '../src/cloud/resource-types/specification.ts';
import type { RegistryEntry } from '../src/cloud/resource-types/type-registry.ts';

const namespaces = [
  'ApiGateway',
  'ApiGatewayV2',
  'AppConfig',
  'ApplicationAutoScaling',
  'CloudFormation',
  'CloudWatch',
  'CodeDeploy',
  'Cognito',
  'DynamoDB',
  'ECR',
  'Events',
  'IAM',
  'KMS',
  'Kinesis',
  'KinesisFirehose',
  'Lambda',
  'Logs',
  'Pipes',
  'S3',
  'SNS',
  'SQS',
  'SSM',
  'Scheduler',
  'SecretsManager',
  'StepFunctions',
  'XRay',
].map((name) => `AWS::${name}`);

/** Of namespaces that are too large to keep: the types that are kept. Of all others the name is. */
const selected: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2': [
    'DHCPOptions',
    'EIP',
    'EIPAssociation',
    'EgressOnlyInternetGateway',
    'FlowLog',
    'InternetGateway',
    'KeyPair',
    'NatGateway',
    'NetworkAcl',
    'NetworkAclEntry',
    'PrefixList',
    'Route',
    'RouteTable',
    'SecurityGroup',
    'SecurityGroupEgress',
    'SecurityGroupIngress',
    'Subnet',
    'SubnetCidrBlock',
    'SubnetNetworkAclAssociation',
    'SubnetRouteTableAssociation',
    'VPC',
    'VPCCidrBlock',
    'VPCDHCPOptionsAssociation',
    'VPCEndpoint',
    'VPCGatewayAttachment',
    'VPCPeeringConnection',
  ],
};

const database = loadAwsServiceSpecSync();
const resources = database.all('resource');
type Resource = (typeof resources)[number];
type Property = Resource['properties'][string];
type PropertyType = Property['type'];
type Definitions = Record<string, Record<string, PropertySpecification>>;

const letters: Readonly<Record<string, ValueType>> = {
  boolean: 'b',
  'date-time': 's',
  integer: 'n',
  json: 'j',
  null: 'j',
  number: 'n',
  string: 's',
  tag: 't',
};

function typeOf(resource: Resource): TypeSpecification {
  const definitions: Definitions = {};
  const properties = propertiesOf(resource.properties, definitions);
  const attributes = Object.keys(resource.attributes);
  // Properties of types with a modern schema may be read back as attributes where they are part of the identifier.
  const replacing = resource.additionalReplacementProperties ?? [];
  return {
    p: properties,
    ...(Object.keys(definitions).length > 0 && { d: definitions }),
    ...(attributes.length > 0 && { a: attributes }),
    ...(replacing.length > 0 && { r: replacing }),
  };
}

function propertiesOf(
  properties: Resource['properties'],
  definitions: Definitions,
): Record<string, PropertySpecification> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      {
        t: valueType(property.type, definitions),
        ...(property.required && { q: 1 as const }),
        ...(property.causesReplacement === 'yes' && { u: 'r' as const }),
        ...(property.causesReplacement === 'maybe' && { u: 'm' as const }),
      },
    ]),
  );
}

function valueType(type: PropertyType, definitions: Definitions): ValueType {
  if (type.type === 'array') return ['l', valueType(type.element, definitions)];
  if (type.type === 'map') return ['m', valueType(type.element, definitions)];
  if (type.type === 'ref') return ['d', definitionName(type, definitions)];
  if (type.type === 'union') return unionType(type.types, definitions);
  return letters[type.type] ?? 'j';
}

/** Most unions are a typed form beside the untyped one of the old specification: the typed one says more. */
function unionType(types: readonly PropertyType[], definitions: Definitions): ValueType {
  const typed = types.filter(({ type }) => type !== 'json');
  const [only] = typed;
  if (typed.length === 1 && only && only.type !== 'string') return valueType(only, definitions);
  return 'j';
}

function definitionName(type: Extract<PropertyType, { type: 'ref' }>, definitions: Definitions): string {
  const definition = database.get('typeDefinition', type.reference);
  // Two definitions of one resource may share a name; the id keeps them apart.
  const name = `${definition.name}.${definition.$id}`;
  if (!definitions[name]) {
    definitions[name] = {};
    Object.assign(definitions[name], propertiesOf(definition.properties, definitions));
  }
  return name;
}

const specification: Record<string, TypeSpecification> = {};
for (const resource of resources) {
  const [vendor, service, name = ''] = resource.cloudFormationType.split('::');
  const namespace = `${vendor}::${service}`;
  const isKept = namespaces.includes(namespace) || selected[namespace]?.includes(name);
  if (isKept) specification[resource.cloudFormationType] = typeOf(resource);
}
const sorted = Object.fromEntries(Object.entries(specification).sort(([a], [b]) => (a < b ? -1 : 1)));
const path = new URL('../src/cloud/resource-types/spec.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(sorted satisfies Specification)}\n`);
console.log(`${Object.keys(sorted).length} resource types`);

// Of all others only that they exist: `{ "AppSync": "Api ApiCache …" }`.
const byService: Record<string, string[]> = {};
for (const { cloudFormationType } of resources) {
  const [vendor, service = '', name = ''] = cloudFormationType.split('::');
  if (vendor !== 'AWS' || Object.hasOwn(sorted, cloudFormationType)) continue;
  byService[service] = [...(byService[service] ?? []), name];
}
const others = Object.entries(byService)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([service, names]) => [service, names.sort().join(' ')]);
const othersPath = new URL('../src/cloud/resource-types/other-types.json', import.meta.url);
writeFileSync(othersPath, `${JSON.stringify(Object.fromEntries(others))}\n`);

// What Cloud Control and the registry ask beside: `i`, the primary identifier, and `x`, attributes that are no text.
const registry: Record<string, RegistryEntry> = {};
for (const { cloudFormationType, primaryIdentifier = [], attributes } of resources) {
  if (!Object.hasOwn(sorted, cloudFormationType)) continue;
  const others = Object.entries(attributes).flatMap(([name, { type }]) => {
    const letter = valueType(type, {});
    return letter === 's' || typeof letter !== 'string' ? [] : [[name, letter] as const];
  });
  registry[cloudFormationType] = {
    i: primaryIdentifier,
    ...(others.length > 0 && { x: Object.fromEntries(others) }),
  };
}
const sortedRegistry = Object.fromEntries(Object.entries(registry).sort(([a], [b]) => (a < b ? -1 : 1)));
const registryPath = new URL('../src/cloud/resource-types/registry.json', import.meta.url);
writeFileSync(registryPath, `${JSON.stringify(sortedRegistry)}\n`);
