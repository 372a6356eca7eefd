import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsCommand, findVersion } from './aws-command.ts';

const version = findVersion();
const answer = '{"from": "a mock"}';

describe.skipIf(version === undefined)('the AWS CLI with REST APIs', { timeout: 240_000 }, () => {
  let cloud: Cloud;
  let root: string;
  let aws: AwsCommand;

  beforeAll(async () => {
    cloud = await startCloud({ log: 'error' });
    root = mkdtempSync(join(tmpdir(), 'squall-aws-cli-'));
    aws = new AwsCommand(root, cloud.endpoint);
  });
  afterAll(async () => {
    await cloud?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const rest = (...args: readonly string[]) => aws.ask('apigateway', ...args);

  /** An API whose `GET /pets` is a mock. */
  async function importApi(title: string): Promise<readonly string[]> {
    const integration = {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: { default: { statusCode: '200', responseTemplates: { 'application/json': answer } } },
    };
    const get = { responses: { 200: { description: 'fine' } }, 'x-amazon-apigateway-integration': integration };
    const definition = { openapi: '3.0.1', info: { title, version: '1' }, paths: { '/pets': { get } } };
    writeFileSync(join(root, `${title}.json`), JSON.stringify(definition));
    const { id } = (await rest('import-rest-api', '--body', fileOf(`${title}.json`))) as { readonly id: string };
    return ['--rest-api-id', id];
  }

  /** Version 1 takes text where version 2 wants bytes. */
  const fileOf = (name: string) => `${version?.startsWith('aws-cli/1.') ? 'file' : 'fileb'}://${name}`;

  const fetchText = async (id: string, path: string): Promise<string> =>
    (await fetch(`${cloud.endpoint}/_aws/execute-api/${id}${path}`)).text();

  it('makes an API step by step, and lists, tests and calls it', async () => {
    const { id } = (await rest('create-rest-api', '--name', 'stepwise', '--tags', 'team=a')) as { readonly id: string };
    const api = ['--rest-api-id', id];
    const rootId = (await aws.print('apigateway', 'get-resources', ...api, '--query', 'items[0].id')).trim();
    const { id: petsId } = (await rest(
      ...['create-resource', ...api, '--parent-id', JSON.parse(rootId), '--path-part', 'pets'],
    )) as { readonly id: string };
    const method = [...api, '--resource-id', petsId, '--http-method', 'GET'];
    await rest('put-method', ...method, '--authorization-type', 'NONE');
    const request = JSON.stringify({ 'application/json': '{"statusCode": 200}' });
    await rest('put-integration', ...method, '--type', 'MOCK', '--request-templates', request);
    await rest('put-method-response', ...method, '--status-code', '200');
    const templates = ['--response-templates', JSON.stringify({ 'application/json': answer })];
    await rest('put-integration-response', ...method, '--status-code', '200', ...templates);
    await rest('create-deployment', ...api, '--stage-name', 'dev', '--variables', 'a=1,b=2');

    const listed = await aws.ask('apigateway', 'get-rest-apis', '--query', `items[?id=='${id}'].[name,tags.team]`);
    const pets = await rest('get-resource', ...api, '--resource-id', petsId, '--embed', 'methods');
    const tested = await rest('test-invoke-method', ...method);

    expect(listed).toEqual([['stepwise', 'a']]);
    expect(pets).toMatchObject({ resourceMethods: { GET: { methodIntegration: { type: 'MOCK' } } } });
    expect(tested).toMatchObject({ status: 200, body: answer, log: expect.stringContaining('Execution log for') });
    expect(await fetchText(id, '/dev/pets')).toBe(answer);
  });

  it('exports an API into a file, imports that file, and writes an SDK', async () => {
    const api = await importApi('exported');
    await rest('create-deployment', ...api, '--stage-name', 'dev');
    const stage = [...api, '--stage-name', 'dev'];

    const told = await rest(
      ...['get-export', ...stage, '--export-type', 'oas30', '--parameters', 'extensions=apigateway', 'api.json'],
    );
    const sdk = await rest('get-sdk', ...stage, '--sdk-type', 'javascript', 'sdk.zip');
    const imported = (await rest('import-rest-api', '--body', fileOf('api.json'))) as { readonly id: string };
    await rest('create-deployment', '--rest-api-id', imported.id, '--stage-name', 'again');

    expect(told).toMatchObject({ contentDisposition: expect.stringMatching(/^attachment; filename="/) });
    const written = JSON.parse(readFileSync(join(root, 'api.json'), 'utf8'));
    expect(Object.keys(written.paths)).toEqual(['/pets']);
    expect(sdk).toMatchObject({ contentDisposition: expect.stringContaining('attachment') });
    expect(readFileSync(join(root, 'sdk.zip')).subarray(0, 2).toString()).toBe('PK');
    expect(await fetchText(imported.id, '/again/pets')).toBe(answer);
  });

  it('puts a definition from a file over an API that is there', async () => {
    const api = await importApi('overwritten');
    const definition = { openapi: '3.0.1', info: { title: 'new', version: '1' }, paths: { '/new': { get: {} } } };
    writeFileSync(join(root, 'new.json'), JSON.stringify(definition));

    await rest('put-rest-api', ...api, '--mode', 'overwrite', '--body', fileOf('new.json'));
    const paths = await aws.ask('apigateway', 'get-resources', ...api, '--query', 'sort(items[].path)');

    expect(paths).toEqual(['/', '/new']);
  });

  it('patches a stage by the short form of operations, several at once', async () => {
    const api = await importApi('patched');
    await rest('create-deployment', ...api, '--stage-name', 'dev', '--variables', 'a=1,b=2');
    const stage = [...api, '--stage-name', 'dev'];

    const patched = await rest(
      ...['update-stage', ...stage, '--patch-operations'],
      'op=replace,path=/description,value=patched',
      'op=replace,path=/variables/c,value=3',
      'op=remove,path=/variables/a',
      'op=replace,path=/*/*/throttling/burstLimit,value=7',
      'op=replace,path=/~1pets/GET/caching/ttlInSeconds,value=60',
    );

    expect(patched).toMatchObject({
      description: 'patched',
      variables: { b: '2', c: '3' },
      methodSettings: { '*/*': { throttlingBurstLimit: 7 }, '~1pets/GET': { cacheTtlInSeconds: 60 } },
    });
    await expect(rest('update-stage', ...stage, '--patch-operations', 'op=replace,path=/none,value=1')).rejects.toThrow(
      /An error occurred \(BadRequestException\) when calling the UpdateStage operation.*: Invalid /,
    );
  });

  it('counts pages of its own, and tells what is not there by AWS’s words', async () => {
    const api = await importApi('paged');

    const page = await rest('get-resources', ...api, '--page-size', '1', '--max-items', '1');
    const { NextToken: token } = page as { readonly NextToken: string };
    const second = await rest('get-resources', ...api, '--page-size', '1', '--starting-token', token);
    await aws.print('apigateway', 'delete-rest-api', ...api);

    expect([page, second]).toMatchObject([{ items: [{}] }, { items: [{}] }]);
    await expect(rest('get-rest-api', ...api)).rejects.toThrow(
      /An error occurred \(NotFoundException\) when calling the GetRestApi operation.*: Invalid API identifier specified/,
    );
  });
});
