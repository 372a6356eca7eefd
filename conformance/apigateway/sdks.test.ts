import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetSdkCommand,
  GetSdkTypeCommand,
  GetSdkTypesCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { openApi3 } from './open-api-definitions.ts';

const target = useCloud();
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

async function deploy(): Promise<string> {
  const { id: restApiId = '' } = await client.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(openApi3)) }),
  );
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return restApiId;
}

async function filesOf(restApiId: string): Promise<Record<string, string>> {
  const command = new GetSdkCommand({ restApiId, stageName: 'prod', sdkType: 'javascript' });
  const { body = new Uint8Array() } = await client.send(command);
  return Object.fromEntries(Object.entries(unzipSync(body)).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Functions = Record<
  string,
  (params?: object, body?: unknown) => Promise<{ readonly status: number; readonly data: unknown }>
>;

/** The generated client, with what it sends. */
async function clientOf(restApiId: string) {
  const code = (await filesOf(restApiId))['apiGateway-js-sdk/apigClient.js'];
  const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code ?? '')}`);
  const calls: Call[] = [];
  const fetch = async (url: URL, { method, headers, body }: { method: string; headers: Headers; body: string }) => {
    calls.push({ method, url: url.href, headers: Object.fromEntries(headers), body });
    return new Response('{"name":"Fido"}', { status: 200, headers: { 'content-type': 'application/json' } });
  };
  const functions: Functions = module.apigClientFactory.newClient({ apiKey: 'k', fetch });
  return { functions, calls };
}

describe('GetSdk', () => {
  test('javascript › has a function for each method, which calls it', async () => {
    const id = await deploy();
    const { functions, calls } = await clientOf(id);

    const answer = await functions.addPet?.({ page: 2, 'x-trace': 't' }, { name: 'Fido' });
    await functions.petsIdPatch?.({ id: 'a/b' });

    const url = `https://${id}.execute-api.us-east-1.amazonaws.com/prod/pets`;
    expect(answer).toMatchObject({ status: 200, data: { name: 'Fido' } });
    expect(calls).toMatchObject([
      {
        method: 'POST',
        url: `${url}?page=2`,
        headers: { 'x-api-key': 'k', 'x-trace': 't', 'content-type': 'application/json' },
        body: '{"name":"Fido"}',
      },
      { method: 'PATCH', url: `${url}/a%2Fb` },
    ]);
    expect(Object.keys(functions)).toEqual(expect.arrayContaining(['petsGet', 'petsDelete', 'petsIdGet']));
  });

  test('javascript › rejects a call without what it needs', async () => {
    const { functions } = await clientOf(await deploy());

    await expect(functions.addPet?.({})).rejects.toThrow('POST /pets needs the parameter page');
  });

  test('javascript › tells the types of parameters and models', async () => {
    const files = await filesOf(await deploy());

    const types = files['apiGateway-js-sdk/apigClient.d.ts'];
    expect(types).toContain('export type PetModel = { "name": string; "parent"?: PetModel };');
    expect(types).toContain(
      '"addPet"(params: { "page": string | number; "x-trace"?: string | number }, body?: PetModel, options?: CallOptions): Promise<Answer<PetsModel>>;',
    );
  });

  test('is answered as a file', async () => {
    const restApiId = await deploy();

    const answer = await client.send(new GetSdkCommand({ restApiId, stageName: 'prod', sdkType: 'javascript' }));

    expect(answer.contentType).toBe('application/octet-stream');
    expect(answer.contentDisposition).toMatch(/^attachment; filename="javascript_.+Z\.zip"$/);
  });

  test('refuses another platform by its name', async () => {
    const restApiId = await deploy();
    const command = new GetSdkCommand({
      restApiId,
      stageName: 'prod',
      sdkType: 'swift',
      parameters: { classPrefix: 'A' },
    });

    await expect(client.send(command)).rejects.toMatchObject({ message: 'Squall does not emulate GetSdk for swift.' });
  });

  test('rejects a stage that is not there', async () => {
    const restApiId = await deploy();
    const command = new GetSdkCommand({ restApiId, stageName: 'none', sdkType: 'javascript' });

    await expect(client.send(command)).rejects.toMatchObject({ message: 'Invalid stage identifier specified' });
  });
});

test('GetSdkTypes › tells the platforms, and GetSdkType one of them', async () => {
  const { items = [] } = await client.send(new GetSdkTypesCommand({}));
  const java = await client.send(new GetSdkTypeCommand({ id: 'java' }));

  expect(items.map(({ id }) => id).sort()).toEqual(['android', 'java', 'javascript', 'objectivec', 'ruby', 'swift']);
  expect(java.configurationProperties?.map(({ name }) => name)).toEqual(['serviceName', 'javaPackageName']);
});

test('GetSdkType › rejects a platform that is not there', async () => {
  await expect(client.send(new GetSdkTypeCommand({ id: 'cobol' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
