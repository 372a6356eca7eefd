import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** A function of the SDK's version 2, which charges under no key and then stores what it has charged. */
const handler = `
const AWS = require('aws-sdk');
const https = require('https');
const documents = new AWS.DynamoDB.DocumentClient({ maxRetries: 2 });
const charge = () => new Promise((resolve, reject) => {
  const request = https.request('https://pay.test/charges', { method: 'POST' }, (answer) => {
    answer.resume().on('end', () => (answer.statusCode < 400 ? resolve() : reject(new Error('no charge'))));
  });
  request.on('error', reject).end('{}');
});
exports.handler = async ({ id }) => {
  await charge();
  await documents.put({ TableName: 'Orders', Item: { id } }).promise();
};
`;

const scenario = `
const { explore, fakeHttp } = require('squall/vitest');
const payments = fakeHttp('https://pay.test', {
  state: () => ({ charges: [] }),
  'POST /charges': ({ s, id }) => { s.charges.push(id('ch')); },
});
explore('place order', {
  app: 'template.json',
  external: [payments],
  workers: 1,
  when: (w) => w.invoke('Worker', { id: 'o1' }, { async: true }),
});
`;

function template(): object {
  const principal = { Service: 'lambda.amazonaws.com' };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
  const Orders = {
    TableName: 'Orders',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  };
  const Role = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const Worker = { Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 20, Role, Code: { ZipFile: handler } };
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Orders: { Type: 'AWS::DynamoDB::Table', Properties: Orders },
      Worker: { Type: 'AWS::Lambda::Function', Properties: Worker },
    },
  };
}

/** A package of CommonJS whose function has the SDK's version 2: that it charges twice is found. */
export function checkExplore(project: string): void {
  writeFileSync(join(project, 'package.json'), '{"name":"common","private":true,"type":"commonjs"}');
  writeFileSync(join(project, 'template.json'), JSON.stringify(template()));
  writeFileSync(join(project, 'explored.test.cjs'), scenario);
  const bin = join(project, 'node_modules/.bin/squall');
  const argv = ['-c', '"$0" "$1" explore explored.test.cjs --json || true', process.execPath, bin];
  const told = run('sh', argv, project);
  for (const cell of ['crashAfter @ http.POST', 'error* @ ddb.PutItem']) {
    if (!told.includes(cell)) throw new Error(`${cell} is not explored:\n${told.slice(0, 2000)}`);
  }
  if (!told.includes('DUP')) throw new Error(`that it charges twice is not found:\n${told.slice(0, 2000)}`);
}
