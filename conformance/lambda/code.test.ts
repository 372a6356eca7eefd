import { LambdaClient, PublishLayerVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
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

describe('archives', () => {
  const attrs = (0o120777 << 16) >>> 0;
  const withLink = (linkTarget: string) =>
    zipSync({
      'index.js': Buffer.from('exports.handler = async () => require("./link");'),
      'lib/größe.js': Buffer.from('module.exports = "through";'),
      'link.js': [Buffer.from(linkTarget), { os: 3, attrs }],
    });
  const refused = {
    name: 'InvalidParameterValueException',
    message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
  };

  it('keep links that stay inside, and names beyond ASCII', async () => {
    await makeFunction(client, '', { Code: { ZipFile: withLink('lib/größe.js') } });

    expect((await invoke(client)).payload).toBe('through');
  });

  it('are refused for links that leave, of functions and of layers', async () => {
    const ZipFile = withLink('../../outside.js');
    await makeFunction(client, '');

    await expect(makeFunction(client, '', { FunctionName: 'g', Code: { ZipFile } })).rejects.toMatchObject(refused);
    await expect(client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile }))).rejects.toMatchObject(
      refused,
    );
    await expect(
      client.send(new PublishLayerVersionCommand({ LayerName: 'l', Content: { ZipFile } })),
    ).rejects.toMatchObject(refused);
  });

  it('are refused for a name that is a file and a directory', async () => {
    const ZipFile = zip({ a: '1', 'a/b': '2' });

    await expect(makeFunction(client, '', { Code: { ZipFile } })).rejects.toMatchObject(refused);
  });

  it('of many files are unpacked, also for invokes that come together', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`data/${index}.txt`, `${index}`]));
    const code = 'exports.handler = async () => require("fs").readdirSync("data").length;';
    await makeFunction(client, { ...files, 'index.js': code });

    const replies = await Promise.all([invoke(client), invoke(client)]);

    expect(replies.map(({ payload }) => payload)).toEqual([300, 300]);
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
