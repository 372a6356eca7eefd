import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { executable, invoke, makeFunction, zip } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
let s3: S3Client;
beforeEach(async () => {
  client = target.client(LambdaClient);
  s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
});

const put = (Key: string, word: string) =>
  s3.send(
    new PutObjectCommand({
      Bucket: 'code',
      Key,
      Body: zip({ 'index.js': `exports.handler = async () => '${word}';` }),
    }),
  );

describe('code from S3', () => {
  it('is fetched when the function is created and when it is updated', async () => {
    await put('one.zip', 'one');
    await put('two.zip', 'two');

    await makeFunction(client, '', { Code: { S3Bucket: 'code', S3Key: 'one.zip' } });
    expect((await invoke(client)).payload).toBe('one');

    await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', S3Bucket: 'code', S3Key: 'two.zip' }));
    expect((await invoke(client)).payload).toBe('two');
  });

  it('that is not there is reported in the words of S3', async () => {
    await expect(makeFunction(client, '', { Code: { S3Bucket: 'code', S3Key: 'no.zip' } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message:
        'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    });
  });
});

describe('unpacked code', () => {
  it('keeps the permissions of the archive', async () => {
    const code = `const { execFileSync } = require('node:child_process');
      exports.handler = async () => execFileSync('./tool.sh').toString();`;
    const tool = '#!/bin/sh\nprintf works';
    await makeFunction(client, '', { Code: { ZipFile: executable({ 'tool.sh': tool, 'index.js': code }) } });

    expect((await invoke(client)).payload).toBe('works');
  });

  it('is the working directory', async () => {
    await makeFunction(client, {
      'index.js': 'const fs = require("fs"); exports.handler = async () => fs.readFileSync("data/a.txt", "utf8");',
      'data/a.txt': 'read',
    });

    expect((await invoke(client)).payload).toBe('read');
  });
});

describe('NODE_OPTIONS', () => {
  const code = 'exports.handler = async () => [process.sourceMapsEnabled, process.env.NODE_OPTIONS, globalThis.early];';

  it('switches source maps on', async () => {
    const NODE_OPTIONS = '--enable-source-maps';
    await makeFunction(client, code, { Environment: { Variables: { NODE_OPTIONS } } });

    expect((await invoke(client)).payload).toEqual([true, NODE_OPTIONS, null]);
  });

  it('is given to a process of its own for everything else', async () => {
    const NODE_OPTIONS = '--import=data:text/javascript,globalThis.early=1';
    await makeFunction(client, code, { Environment: { Variables: { NODE_OPTIONS } } });

    expect((await invoke(client)).payload).toEqual([false, NODE_OPTIONS, 1]);
  });
});
