/**
 * `npm run models`: reads the operation and shape schemas that the installed SDK clients export and writes them as
 * compact JSON to `src/cloud/wire/models/`, one file a service and `index.json` with what tells services apart.
 * Run it after updating a client; the result is committed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type {
  ModelFile,
  OperationFile,
  RefFile,
  ServiceHead,
  ShapeFile,
  SimpleLetter,
  Traits,
} from '../src/cloud/wire/model/model-format.ts';
import type { Protocol } from '../src/cloud/wire/model/protocol.ts';

import { clientPackages } from '../src/cloud/wire/testing/client-packages.ts';
import { modelledOperations } from './modelled-operations.ts';

const directory = new URL('../src/cloud/wire/models/', import.meta.url);

const protocolNames: Readonly<Record<string, Protocol>> = {
  'aws.protocols#awsJson1_0': 'awsJson1_0',
  'aws.protocols#awsJson1_1': 'awsJson1_1',
  'aws.protocols#awsQuery': 'awsQuery',
  'aws.protocols#ec2Query': 'ec2Query',
  'aws.protocols#restJson1': 'restJson1',
  'aws.protocols#restXml': 'restXml',
};

/** Sentinels of `@smithy/types` (schema/sentinels). */
const simpleLetters: Readonly<Record<number | string, SimpleLetter>> = {
  unit: 'u',
  0: 's',
  1: 'n',
  2: 'o',
  4: 't',
  5: 'w',
  6: 'h',
  7: 'e',
  15: 'D',
  17: 'i',
  19: 'd',
  21: 'b',
  42: 'B',
};
const listModifier = 64;
const mapModifier = 128;

/** Bits of a numeric trait indicator, in order. */
const traitBits = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];
const keptTraits = new Set([
  'httpLabel',
  'httpPayload',
  'httpQueryParams',
  'httpResponseCode',
  'idempotencyToken',
  'httpHeader',
  'httpQuery',
  'httpPrefixHeaders',
  'jsonName',
  'xmlName',
  'ec2QueryName',
  'xmlAttribute',
  'xmlFlattened',
  'xmlNamespace',
  'sparse',
  'sensitive',
  'mediaType',
  'streaming',
  'eventHeader',
  'eventPayload',
  'error',
  'httpError',
  'awsQueryError',
]);

/** Maps in which AWS tells nulls though its model does not call them sparse, by the structure that they are in. */
const sparseMaps: Readonly<Record<string, string>> = {
  // API Gateway: a template without text.
  Integration: 'requestTemplates',
  IntegrationResponse: 'responseTemplates',
};

type Tuple = readonly unknown[];

function traitsOf(indicator: unknown): Traits | undefined {
  const all: Record<string, unknown> =
    typeof indicator === 'number'
      ? Object.fromEntries(traitBits.filter((_, bit) => (indicator >> bit) & 1).map((name) => [name, 1]))
      : { ...(indicator as object) };
  const kept = Object.entries(all).filter(([name]) => keptTraits.has(name));
  return kept.length > 0 ? (Object.fromEntries(kept) as Traits) : undefined;
}

/** Collects the shapes that are reached from the operations and errors of one client, each once. */
class ShapeTable {
  readonly shapes: ShapeFile[] = [];
  readonly #indexes = new Map<unknown, number>();

  ref(source: unknown): RefFile {
    const schema = typeof source === 'function' ? source() : source;
    if (Array.isArray(schema)) return this.#tupleRef(schema);
    if (typeof schema === 'number' && schema >= listModifier) return this.#collectionRef(schema);
    const letter = simpleLetters[schema];
    if (letter === undefined) throw new Error(`Unknown schema ${String(schema)}`);
    return letter;
  }

  #tupleRef(schema: Tuple): RefFile {
    const isMember = schema.length === 2;
    if (isMember) return this.#withTraits(this.ref(schema[0]), traitsOf(schema[1]));
    if (schema[0] === 0) return this.#withTraits(this.ref(schema[4]), traitsOf(schema[3]));
    return this.#index(schema, () => this.#shape(schema));
  }

  #withTraits(ref: RefFile, traits: Traits | undefined): RefFile {
    if (!traits) return ref;
    return typeof ref === 'object' ? [ref[0], { ...ref[1], ...traits }] : [ref, traits];
  }

  #collectionRef(schema: number): RefFile {
    return this.#index(schema, () =>
      schema >= mapModifier
        ? ['M', '', 's', this.ref(schema & ~mapModifier)]
        : ['L', '', this.ref(schema & ~listModifier)],
    );
  }

  #index(key: unknown, make: () => ShapeFile): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.shapes.push(['L', '', 's']) - 1;
    this.#indexes.set(key, index);
    this.shapes[index] = make();
    return index;
  }

  #shape([id, , name, indicator, first, second, required]: Tuple): ShapeFile {
    const traits = traitsOf(indicator);
    const tail = traits ? ([traits] as const) : ([] as const);
    if (id === 1) return ['L', name as string, this.ref(first), ...tail];
    if (id === 2) return ['M', name as string, this.ref(first), this.ref(second), ...tail];
    const kind = id === 3 ? 'S' : id === 4 ? 'U' : 'E';
    const sparse = sparseMaps[name as string];
    const refs = (second as Tuple).map((member, index) => {
      const ref = this.ref(member);
      return sparse === (first as string[])[index] ? this.#withTraits(ref, { sparse: 1 }) : ref;
    });
    return [kind, name as string, first as string[], refs, (required as number | undefined) ?? 0, ...tail];
  }
}

interface ClientConfig {
  readonly apiVersion: string;
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: {
    readonly defaultNamespace: string;
    readonly serviceTarget: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
  readonly httpAuthSchemeProvider: (parameters: object) => { signingProperties?: { name?: string } }[];
  readonly endpointProvider: (parameters: object) => { url: URL };
}

/** Of services whose clients speak JSON alone by now, and whose query answers still carry it. */
const oldNamespaces: Readonly<Record<string, string>> = { sqs: 'http://queue.amazonaws.com/doc/2012-11-05/' };

async function headOf(service: string, client: Readonly<Record<string, unknown>>): Promise<ServiceHead> {
  const name = Object.keys(client).find((key) => key.endsWith('Client') && key !== '__Client');
  const Client = client[name ?? ''] as new (options: object) => { config: ClientConfig };
  const { config } = new Client({ region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  const { protocolSettings: settings } = config;
  const xmlNamespace = settings.xmlNamespace ?? oldNamespaces[service];
  const parameters = { operation: 'None', region: 'us-east-1', Region: 'us-east-1', UseGlobalEndpoint: false };
  const auth = config.httpAuthSchemeProvider(parameters).find((option) => option.signingProperties?.name);
  const host = config.endpointProvider(parameters).url.hostname;
  return {
    service,
    namespace: settings.defaultNamespace,
    version: config.apiVersion,
    signingName: auth?.signingProperties?.name ?? service,
    sdkName: (clientPackages[service] ?? '').replace('client-', '').replaceAll('-', ''),
    endpointPrefix: host.replace(/(\.us-east-1)?\.(amazonaws\.com|api\.aws)$/, ''),
    protocols: protocolsOf(service, config),
    targetPrefix: settings.serviceTarget,
    ...(xmlNamespace !== undefined && { xmlNamespace }),
    ...(settings.awsQueryCompatible && { queryCompatible: true }),
  };
}

function protocolsOf(service: string, config: ClientConfig): Protocol[] {
  const id = config.protocol.getShapeId();
  const own = service === 's3' ? 'restXml' : protocolNames[id];
  if (own === undefined) throw new Error(`Unknown protocol ${id} of ${service}`);
  const protocols: Protocol[] = [own];
  if (config.protocolSettings.awsQueryCompatible) protocols.push('awsQuery');
  // CloudWatch alone has published CBOR so far, and botocore prefers it.
  if (service === 'cloudwatch') protocols.push('rpcv2Cbor');
  return protocols;
}

function modelOf(head: ServiceHead, client: Readonly<Record<string, unknown>>): ModelFile {
  const table = new ShapeTable();
  const operations: Record<string, OperationFile> = {};
  const errors: Record<string, number> = {};
  const isRest = head.protocols[0]?.startsWith('rest') ?? false;
  const modelled = modelledOperations[head.service];
  const namesOnly: string[] = [];
  for (const schema of Object.values(client)) {
    if (!Array.isArray(schema)) continue;
    const [id, namespace, name, traits, input, output] = schema as [number, string, string, object, unknown, unknown];
    if (id === 9 && modelled && !modelled.has(name)) namesOnly.push(name);
    else if (id === 9) {
      const http = (traits as { http?: [string, string, number] }).http;
      operations[name] = { input: table.ref(input), output: table.ref(output), ...(isRest && http && { http }) };
    }
    if (id === -3 && !namespace.startsWith('smithy.ts.sdk')) errors[name] = table.ref(schema) as number;
  }
  return { ...head, operations, ...(modelled && { namesOnly }), errors, shapes: table.shapes };
}

/** JSON with a line for each operation and each shape, so that updates can be reviewed. */
function print(model: ModelFile): string {
  const { operations, namesOnly, errors, shapes, ...head } = model;
  const lines = (entries: string[]) => entries.join(',\n');
  return [
    `${JSON.stringify(head).slice(0, -1)},`,
    `"operations":{\n${lines(Object.entries(operations).map(([name, value]) => `"${name}":${JSON.stringify(value)}`))}\n},`,
    ...(namesOnly ? [`"namesOnly":${JSON.stringify(namesOnly)},`] : []),
    `"errors":${JSON.stringify(errors)},`,
    `"shapes":[\n${lines(shapes.map((shape) => JSON.stringify(shape)))}\n]}\n`,
  ].join('\n');
}

mkdirSync(directory, { recursive: true });
const heads: ServiceHead[] = [];
for (const [service, name] of Object.entries(clientPackages)) {
  const client = (await import(`@aws-sdk/${name}`)) as Readonly<Record<string, unknown>>;
  const head = await headOf(service, client);
  heads.push(head);
  const text = print(modelOf(head, client));
  writeFileSync(new URL(`${service}.json`, directory), text);
  console.log(`${service.padEnd(16)} ${String(text.length).padStart(7)} bytes  ${head.protocols.join(', ')}`);
}
writeFileSync(new URL('index.json', directory), `[\n${heads.map((head) => JSON.stringify(head)).join(',\n')}\n]\n`);
