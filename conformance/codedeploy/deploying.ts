import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  type CreateDeploymentCommandInput,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  CreateAliasCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { Target } from '../cloud.ts';
import { makeFunction, zip } from '../lambda/make-function.ts';

export const serviceRoleArn = 'arn:aws:iam::000000000000:role/codedeploy';
export const place = { applicationName: 'shop', deploymentGroupName: 'orders' };

const saying = (word: string): string => `exports.handler = async () => '${word}';`;

/** The function `f` in the versions 1 and 2, and its alias `live`, which leads to the first. */
export async function makeVersions(target: Target): Promise<void> {
  const client = target.client(LambdaClient);
  await makeFunction(client, saying('old'));
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zip({ 'index.js': saying('new') }) }));
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
}

/** The application `shop` and its group `orders`. */
export async function makeGroup(
  target: Target,
  settings: Partial<CreateDeploymentGroupCommandInput> = {},
): Promise<void> {
  const client = target.client(CodeDeployClient);
  await client.send(new CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'Lambda' }));
  await client.send(new CreateDeploymentGroupCommand({ ...place, serviceRoleArn, ...settings }));
}

/** An AppSpec file that takes `live` from version 1 to version 2. */
export const appSpec = (hooks: Readonly<Record<string, string>> = {}, properties: object = {}): string =>
  JSON.stringify({
    version: 0,
    Resources: [
      {
        f: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: 'f', Alias: 'live', CurrentVersion: '1', TargetVersion: '2', ...properties },
        },
      },
    ],
    Hooks: Object.entries(hooks).map(([event, name]) => ({ [event]: name })),
  });

/** Deploys and answers the deployment's id. */
export async function deploy(
  target: Target,
  content: string,
  input: Partial<CreateDeploymentCommandInput> = {},
): Promise<string> {
  const { deploymentId = '' } = await target.client(CodeDeployClient).send(
    new CreateDeploymentCommand({
      ...place,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      ...input,
    }),
  );
  return deploymentId;
}

export async function deployment(target: Target, deploymentId: string) {
  const { deploymentInfo = {} } = await target
    .client(CodeDeployClient)
    .send(new GetDeploymentCommand({ deploymentId }));
  return deploymentInfo;
}

/** Where the alias `live` leads: its version, and the share of the other one. */
export async function traffic(target: Target): Promise<readonly [string | undefined, Record<string, number>]> {
  const alias = await target.client(LambdaClient).send(new GetAliasCommand({ FunctionName: 'f', Name: 'live' }));
  return [alias.FunctionVersion, alias.RoutingConfig?.AdditionalVersionWeights ?? {}];
}

/** A hook's function that answers CodeDeploy from inside, by its own SDK. */
export const hookSource = (status: string): string => `
const { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } = require('@aws-sdk/client-codedeploy');
exports.handler = async ({ DeploymentId, LifecycleEventHookExecutionId }) => {
  await new CodeDeployClient({}).send(new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId: DeploymentId,
    lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
    status: '${status}',
  }));
};`;
