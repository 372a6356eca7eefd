import type { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, inlineFunction, machineOf, runOf, tell } from './deployed-apps.ts';

const target = useCloud();
const { JsonPath, Condition, IntegrationPattern: Pattern } = sfn;

/** Starts one machine in every way that there is. */
function parents(stack: Stack): void {
  const answer = new tasks.CallAwsService(stack, 'Answer', {
    service: 'sfn',
    action: 'sendTaskSuccess',
    parameters: { TaskToken: JsonPath.stringAt('$.token'), Output: '{"by":"token"}' },
    iamResources: ['*'],
  });
  const chain = new sfn.Choice(stack, 'What?')
    .when(Condition.isPresent('$.fail'), new sfn.Fail(stack, 'Bad', { error: 'ChildBad', cause: 'why' }))
    .when(Condition.isPresent('$.token'), answer)
    .otherwise(new sfn.Pass(stack, 'Good', { result: sfn.Result.fromObject({ c: 1 }) }));
  const child = machineOf(stack, 'Child', chain);
  const byName = sfn.StateMachine.fromStateMachineArn(stack, 'Imported', child.stateMachineArn);
  const start = (id: string, integrationPattern: sfn.IntegrationPattern, input = {}) =>
    new tasks.StepFunctionsStartExecution(stack, id, {
      stateMachine: byName,
      integrationPattern,
      associateWithParent: !('token' in input),
      input: sfn.TaskInput.fromObject(input),
      name: JsonPath.format(`{}-${id}`, JsonPath.stringAt('$$.Execution.Name')),
      resultPath: `$.${id}`,
    });
  const failing = start('failing', Pattern.RUN_JOB, { fail: true }).addCatch(
    new sfn.Pass(stack, 'Caught', {
      parameters: { cause: JsonPath.stringToJson(JsonPath.stringAt('$.error.Cause')), all: JsonPath.entirePayload },
    }),
    { resultPath: '$.error' },
  );
  const waiting = start('waiting', Pattern.WAIT_FOR_TASK_TOKEN, { token: JsonPath.taskToken });
  const begun = start('begun', Pattern.REQUEST_RESPONSE);
  machineOf(stack, 'Parent', begun.next(start('job', Pattern.RUN_JOB)).next(waiting).next(failing));
}

test('a machine starts another, waits for it, and hears how it failed', async () => {
  const { Parent } = await deployApp(target, parents);

  const { status, output, name } = await runOf(target, Parent);
  expect({ status, output }).toMatchObject({
    status: 'SUCCEEDED',
    output: {
      cause: { Status: 'FAILED', Error: 'ChildBad', Cause: 'why' },
      all: {
        begun: { ExecutionArn: expect.stringMatching(new RegExp(`:${name}-begun$`)) },
        job: { Status: 'SUCCEEDED', Output: { c: 1 } },
        waiting: { by: 'token' },
        error: { Error: 'States.TaskFailed' },
      },
    },
  });
});

test('a task is run with the role of its credentials; versions and aliases run their revision', async () => {
  const { Task, Version, Alias } = await deployApp(target, (stack) => {
    const role = new Role(stack, 'TaskRole', { assumedBy: new AccountRootPrincipal() });
    const lambdaFunction = inlineFunction(stack, 'Fn', 'exports.handler = async ({ n }) => n + 1;');
    lambdaFunction.grantInvoke(role);
    const task = new tasks.LambdaInvoke(stack, 'Call', {
      lambdaFunction,
      payloadResponseOnly: true,
      credentials: { role: sfn.TaskRole.fromRole(role) },
    });
    const machine = machineOf(stack, 'Task', task);
    const version = new sfn.CfnStateMachineVersion(stack, 'One', {
      stateMachineArn: machine.stateMachineArn,
      stateMachineRevisionId: machine.stateMachineRevisionId,
    });
    const alias = new sfn.CfnStateMachineAlias(stack, 'Live', {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }],
    });
    tell(stack, 'Version', version.ref);
    tell(stack, 'Alias', alias.attrArn);
  });

  expect([Version, Alias]).toEqual([`${Task}:1`, `${Task}:live`]);
  expect(await runOf(target, Alias, { n: 1 })).toMatchObject({ output: 2, stateMachineVersionArn: Version });
});
