import { expect, it } from 'vitest';
import { checkFiles, linesOf } from '../testing/check-files.ts';

it('tasks of state machines are judged wherever a definition is written', async () => {
  const task = (resource: string) => `"Resource": "arn:aws:states:::${resource}"`;
  const definition = [
    'lambda:invoke',
    'ecs:runTask.sync',
    'aws-sdk:ses:sendEmail',
    'aws-sdk:dynamodb:putItem',
    'sqs:send',
  ]
    .map(task)
    .join(',\n');
  const joined = '{ "Fn::Join": ["", ["arn:", { "Ref": "AWS::Partition" }, ":states:::http:invoke"]] }';
  const checked = await checkFiles({ 'a.asl.json': `{${definition}}`, 'b.json': joined });

  expect(linesOf(checked)).toEqual([
    'a.asl.json:1 emulated states:::lambda:invoke',
    expect.stringMatching(/^a.asl.json:2 refused states:::ecs:runTask.sync: Squall does not emulate tasks of arn/),
    expect.stringMatching(/^a.asl.json:3 refused states:::aws-sdk:ses:sendEmail: Squall does not emulate/),
    'a.asl.json:4 emulated states:::aws-sdk:dynamodb:putItem',
    'a.asl.json:5 unknown states:::sqs:send: state machines have no such task',
    'b.json:1 emulated states:::http:invoke',
  ]);
});
