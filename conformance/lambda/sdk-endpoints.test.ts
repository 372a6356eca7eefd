import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

const target = useCloud();

/** As much of version 2 of the SDK as has the settings that all its clients take over: its files require each other. */
const sdk = {
  'node_modules/aws-sdk/package.json': '{ "name": "aws-sdk", "version": "2.1693.0", "main": "lib/aws.js" }',
  'node_modules/aws-sdk/lib/core.js': `
    const config = { update(options) { Object.assign(this, options); } };
    module.exports = { VERSION: '2.1693.0', config };`,
  'node_modules/aws-sdk/lib/aws.js': "module.exports = require('./core');",
  'node_modules/aws-sdk/clients/s3.js': `
    const { config } = require('../lib/core');
    module.exports = class S3 { config = { ...config }; };`,
};
const told = { endpoint: expect.stringMatching(/^http:/), s3ForcePathStyle: true, hostPrefixEnabled: false };

it.each([
  ['index.js', "const AWS = require('aws-sdk'); exports.handler = async () => AWS.config;"],
  ['index.js', "const S3 = require('aws-sdk/clients/s3'); exports.handler = async () => new S3().config;"],
  ['index.mjs', "import AWS from 'aws-sdk'; export const handler = async () => AWS.config;"],
])('version 2 of the SDK in a function finds the cloud, by %s: %s', async (file, source) => {
  const client = target.client(LambdaClient);
  await makeFunction(client, { [file]: source, ...sdk });

  const { payload } = await invoke(client);

  expect(payload).toMatchObject(told);
});

it('version 2 of the SDK in a function keeps an endpoint that it was given before', async () => {
  const client = target.client(LambdaClient);
  const core = sdk['node_modules/aws-sdk/lib/core.js'].replace('config = {', "config = { endpoint: 'http://other',");
  await makeFunction(client, {
    'index.js': "const AWS = require('aws-sdk'); exports.handler = async () => AWS.config;",
    ...sdk,
    'node_modules/aws-sdk/lib/core.js': core,
  });

  const { payload } = await invoke(client);

  expect(payload).toEqual({ endpoint: 'http://other' });
});

it('what is signed with the function’s credentials comes here, though the client has an endpoint of AWS’s', async () => {
  const client = target.client(LambdaClient);
  await makeFunction(
    client,
    `const { DynamoDBClient, ListTablesCommand } = require('@aws-sdk/client-dynamodb');
     const client = new DynamoDBClient({ endpoint: 'https://dynamodb.us-east-1.amazonaws.com', maxAttempts: 1 });
     exports.handler = async () => (await client.send(new ListTablesCommand({}))).TableNames;`,
  );

  const { payload } = await invoke(client);

  expect(payload).toEqual([]);
});
