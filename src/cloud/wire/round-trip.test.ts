import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterAll, describe, expect, it } from 'vitest';
import type { Member, OperationModel, StructureShape } from './model/model.ts';
import { modelOf, serviceHeads } from './model/models.ts';
import type { Protocol } from './model/protocol.ts';
import { createRequestHandler } from './request-handler.ts';
import { asClientSees } from './testing/as-client-sees.ts';
import { clientPackages } from './testing/client-packages.ts';
import { type Limits, RandomValues, seeded } from './testing/random-values.ts';
import { identifyCall, parseInput, serializeOutput } from './wire.ts';
import type { WireCall } from './wire-call.ts';

const seed = Number(process.env['SQUALL_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const samples = Number(process.env['SQUALL_TEST_SAMPLES'] ?? 3);

afterAll(() => console.log(`round trips: seed ${seed}, repeat with SQUALL_TEST_SEED=${seed}`));

interface Command {
  readonly input: object;
}
interface Client {
  send(command: Command): Promise<Record<string, unknown>>;
}
type ClientModule = Readonly<Record<string, new (options: object) => unknown>>;

/** Beside what the SDK chooses itself: what other clients speak with the same services. */
const otherProtocols: Readonly<Record<string, unknown>> = {
  rpcv2Cbor: SmithyRpcV2CborProtocol,
  awsQuery: AwsQueryProtocol,
};

/** Two members of one name: AttributeNames and MessageSystemAttributeNames are both `AttributeName.1`. */
const ambiguous: ReadonlySet<string> = new Set(['ReceiveMessage awsQuery']);

const limitsOf = (protocol: Protocol): Limits => ({
  hasEmptyCollections: protocol.startsWith('awsJson') || protocol === 'restJson1' || protocol === 'rpcv2Cbor',
  hasEmptyStructures: protocol !== 'awsQuery' && protocol !== 'ec2Query',
  hasDocuments: protocol === 'restJson1' || protocol.startsWith('awsJson'),
});

function streams(shape: StructureShape): boolean {
  return shape.members.some((member) => member.shape.kind === 'structure' && member.shape.traits.streaming === 1);
}

/** DynamoDB's service sees binary values as the base64 text of the wire. */
function asServed(service: string, shape: StructureShape, value: object): object {
  return service.startsWith('dynamodb') ? (withBase64({ name: '', shape, traits: {} }, value) as object) : value;
}

function withBase64({ shape }: Member, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (shape.kind === 'list') return (value as unknown[]).map((element) => withBase64(shape.value, element));
  if (shape.kind !== 'structure' && shape.kind !== 'map') return value;
  const entries = Object.entries(value as object).map(([key, element]) => {
    const member = shape.kind === 'map' ? shape.value : shape.byName.get(key);
    return [key, member ? withBase64(member, element) : element];
  });
  return Object.fromEntries(entries);
}

/** One call through the real client: what our side read, and what the client read of our answer. */
async function roundTrip(
  client: ClientModule,
  service: string,
  protocol: Protocol,
  operation: OperationModel,
  next: () => number,
) {
  const values = new RandomValues(next, limitsOf(protocol));
  const input = values.structure(operation.input);
  const output = values.structure(operation.output);
  const met: { call?: WireCall; input?: object } = {};
  const requestHandler = createRequestHandler(async (request) => {
    met.call = identifyCall(request);
    met.input = parseInput(met.call, request);
    return serializeOutput(met.call, asServed(service, operation.output, output), 'request-id');
  });
  const Client = client[Object.keys(client).find((name) => name.endsWith('Client') && name !== '__Client') ?? ''];
  const Command = client[`${operation.name}Command`];
  if (!Client || !Command) throw new Error(`The client has no ${operation.name}`);
  const sender = new Client({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler,
    maxAttempts: 1,
    disableHostPrefix: true,
    forcePathStyle: true,
    md5: false,
    ...(protocol in otherProtocols && { protocol: otherProtocols[protocol] }),
  }) as Client;
  const { $metadata: _, ...received } = await sender.send(new Command(structuredClone(input)) as Command);
  return { input, output, met, received };
}

const spoken = serviceHeads.flatMap(({ service, protocols }) =>
  protocols.map((protocol) => [service, protocol] as const),
);

describe.each(spoken)('%s in %s', (service, protocol) => {
  const operations = [...modelOf(service).operations.values()].filter(
    (operation) =>
      !operation.isNameOnly &&
      !streams(operation.input) &&
      !streams(operation.output) &&
      !ambiguous.has(`${operation.name} ${protocol}`),
  );

  it.each(operations.map(({ name }) => name))('%s › survives client, server and client', async (name) => {
    const client = (await import(`@aws-sdk/${clientPackages[service]}`)) as ClientModule;
    const operation = modelOf(service).operations.get(name) as OperationModel;
    const next = seeded(
      seed ^ [...`${service}.${name}`].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7),
    );

    for (let sample = 0; sample < samples; sample += 1) {
      const { input, output, met, received } = await roundTrip(client, service, protocol, operation, next);

      expect(met.call).toMatchObject({ service, operation: name, protocol });
      expect(await asClientSees({ ...met.input })).toEqual(asServed(service, operation.input, input));
      expect(await asClientSees(received)).toEqual(output);
    }
  });
});
