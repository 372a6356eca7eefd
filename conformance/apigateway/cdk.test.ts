import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { App, CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let stacks: CloudFormationClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
});

const lambda = (stack: Stack, id: string, code: string): Lambda =>
  new Lambda(stack, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(code) });

const answering = (text: string) => `exports.handler = async () => ({ statusCode: 200, body: '${text}' });`;
const guarding = `exports.handler = async (event) => ({
  principalId: 'ann',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: event.authorizationToken === 'yes' ? 'Allow' : 'Deny', Resource: event.methodArn }],
  },
});`;

/** Authorizer, models, CORS and a domain, as `new RestApi()` takes them. */
function everything(stack: Stack, text: string): gateway.RestApi {
  const certificate = Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:000000000000:certificate/a');
  const api = new gateway.RestApi(stack, 'Rest', {
    defaultCorsPreflightOptions: { allowOrigins: gateway.Cors.ALL_ORIGINS, allowMethods: ['GET', 'POST'] },
    domainName: { domainName: 'api.example.com', certificate, endpointType: gateway.EndpointType.REGIONAL },
    deployOptions: { stageName: 'v1', description: text, tracingEnabled: true },
  });
  const model = api.addModel('Pet', {
    schema: { type: gateway.JsonSchemaType.OBJECT, required: ['name'] },
  });
  const authorizer = new gateway.TokenAuthorizer(stack, 'Guard', { handler: lambda(stack, 'GuardCode', guarding) });
  const pets = api.root.addResource('pets');
  pets.addMethod('GET', new gateway.LambdaIntegration(lambda(stack, 'Pets', answering(text))), { authorizer });
  pets.addMethod('POST', new gateway.LambdaIntegration(lambda(stack, 'NewPet', answering(text))), {
    requestModels: { 'application/json': model },
    requestValidatorOptions: { validateRequestBody: true },
  });
  return api;
}

const proxying = (stack: Stack, text: string): gateway.RestApi =>
  new gateway.LambdaRestApi(stack, 'Rest', { handler: lambda(stack, 'All', answering(text)) });

const specified = (stack: Stack, text: string): gateway.SpecRestApi =>
  new gateway.SpecRestApi(stack, 'Rest', {
    apiDefinition: gateway.ApiDefinition.fromInline({
      openapi: '3.0.1',
      info: { title: 'spec', version: '1' },
      paths: {
        '/pets': {
          get: {
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'mock',
              requestTemplates: { 'application/json': '{"statusCode":200}' },
              responses: { default: { statusCode: '200', responseTemplates: { 'application/json': text } } },
            },
          },
        },
      },
    }),
  });

type Build = (stack: Stack, text: string) => gateway.RestApiBase & { readonly url: string };

/** The template, as `cdk deploy` would send it. */
function templateOf(build: Build, text: string): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  new CfnOutput(stack, 'Url', { value: build(stack, text).url });
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

const StackName = 'rest';
const waiter = () => ({ client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 });
const capable = (TemplateBody: string) => ({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM' as const] });

/** The address of a path of the deployed API. */
async function urlOf(path: string): Promise<string> {
  const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName }));
  const value = Stacks[0]?.Outputs?.find(({ OutputKey = '' }) => OutputKey === 'Url')?.OutputValue ?? '';
  return value.replace(/\/$/, path);
}

async function take(build: Build): Promise<void> {
  await stacks.send(new CreateStackCommand(capable(templateOf(build, 'one'))));
  await waitUntilStackCreateComplete(waiter(), { StackName });
}

async function change(build: Build): Promise<void> {
  await stacks.send(new UpdateStackCommand(capable(templateOf(build, 'two'))));
  await waitUntilStackUpdateComplete(waiter(), { StackName });
}

async function remove(): Promise<readonly unknown[]> {
  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });
  return (await target.client(APIGatewayClient).send(new GetRestApisCommand({}))).items ?? [];
}

const ask = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(await urlOf(path), init);
  return [response.status, await response.text()];
};

test('RestApi with an authorizer, models, CORS and a domain is made, changed and deleted', {
  timeout: 120_000,
}, async () => {
  await take(everything);
  const yes = { headers: { authorization: 'yes' } };

  expect(await ask('/pets', yes)).toEqual([200, 'one']);
  expect((await ask('/pets', { headers: { authorization: 'no' } }))[0]).toBe(403);
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  expect((await ask('/pets', { ...json, body: '{}' }))[0]).toBe(400);
  expect((await ask('/pets', { ...json, body: '{"name":"a"}' }))[0]).toBe(200);
  expect((await ask('/pets', { method: 'OPTIONS' }))[0]).toBe(204);
  await change(everything);
  expect(await ask('/pets', yes)).toEqual([200, 'two']);
  expect(await remove()).toEqual([]);
});

test.each([
  ['LambdaRestApi', proxying],
  ['SpecRestApi', specified],
] as const)('%s is made, changed and deleted', { timeout: 120_000 }, async (_, build) => {
  await take(build);
  expect(await ask('/pets')).toEqual([200, 'one']);
  await change(build);
  expect(await ask('/pets')).toEqual([200, 'two']);
  expect(await remove()).toEqual([]);
});
