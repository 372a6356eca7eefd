import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { pass, roleArn } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual' });
const StackName = 's';
const stacks = () => target.client(CloudFormationClient);
const statusOf = async () => {
  const { Stacks } = await stacks().send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus;
};
/** Why the machine failed. */
const failureOf = async () => {
  const { StackEvents = [] } = await stacks().send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason;
};
const templateOf = (properties: object) => ({
  Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: roleArn, ...properties } } },
});

const parquet = {
  Type: 'Map',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'PARQUET' },
    Parameters: { Bucket: 'b', Key: 'k' },
  },
  ItemProcessor: { ...JSON.parse(pass()), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
  End: true,
};

it.each([
  [
    { DefinitionString: pass(), Definition: JSON.parse(pass()) },
    /Property validation failed. Please use either \[DefinitionS3Location\], \[Definition\] or \[DefinitionString\] but not both\..*InternalFailure/,
  ],
  [
    {},
    /Property validation failed. Required key \[DefinitionS3Location\], \[Definition\] or \[DefinitionString\] not found\./,
  ],
  [
    { DefinitionS3Location: { Bucket: 'code', Key: 'large' } },
    /State Machine definition file cannot exceed 1MB\..*InvalidRequest/,
  ],
  [
    { DefinitionS3Location: { Bucket: 'code', Key: 'neither' } },
    /Invalid StateMachine definition file\..*InternalFailure/,
  ],
  [
    { DefinitionString: pass('${A}'), DefinitionSubstitutions: { A: '${B}', B: '${A}' } },
    /Internal Failure.*InternalFailure/,
  ],
  [
    { Definition: { StartAt: 'M', States: { M: parquet } } },
    /^Squall does not emulate the InputType PARQUET of an ItemReader$/,
  ],
  [
    { DefinitionString: pass().replace('"Pass"', '"Task","Resource":"arn:aws:states:::ecs:runTask.sync"') },
    /^Squall does not emulate tasks of arn:aws:states:::ecs:runTask.sync, and no mock stands for this one$/,
  ],
])('refuses %j', async (properties, reason) => {
  const s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'large', Body: ' '.repeat(1_048_577) }));
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'neither', Body: '{ "a": [' }));

  await stacks().send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(templateOf(properties)) }));

  await expect.poll(statusOf).toBe('ROLLBACK_COMPLETE');
  expect(await failureOf()).toMatch(reason);
});
