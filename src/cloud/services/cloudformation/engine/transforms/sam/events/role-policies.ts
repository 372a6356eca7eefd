import { join } from '../language/intrinsics.ts';
import type { Fields } from '../language/values.ts';

/* Policies of the roles that events make or add to; each is named after the event. */

const policy = (PolicyName: string, ...Statement: readonly Fields[]): Fields => ({
  PolicyName,
  PolicyDocument: { Statement },
});

const allow = (Action: string, Resource: unknown): Fields => ({ Action, Effect: 'Allow', Resource });

export const sqsSendMessagePolicy = (queueArn: unknown, eventId: string): Fields =>
  policy(`${eventId}SQSPolicy`, allow('sqs:SendMessage', queueArn));

export const snsPublishPolicy = (topicArn: unknown, eventId: string): Fields =>
  policy(`${eventId}SNSPolicy`, allow('sns:publish', topicArn));

export const s3PutPayloadPolicy = (bucketArn: unknown, eventId: string): Fields =>
  policy(`${eventId}S3Policy`, allow('s3:PutObject', join('/', [bucketArn, '*'])), allow('s3:ListBucket', bucketArn));

export const lambdaInvokePolicy = (functionArn: unknown, eventId: string): Fields =>
  policy(`${eventId}LambdaPolicy`, allow('lambda:InvokeFunction', functionArn));

export const startExecutionPolicy = (stateMachineArn: unknown, roleId: string): Fields =>
  policy(`${roleId}StartExecutionPolicy`, allow('states:StartExecution', stateMachineArn));

/** Lets a service take the role. */
export const assumeRolePolicy = (service: string): Fields => ({
  Version: '2012-10-17',
  Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
});
