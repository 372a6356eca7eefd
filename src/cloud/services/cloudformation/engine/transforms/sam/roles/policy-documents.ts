import { join } from '../language/intrinsics.ts';
import type { Fields } from '../language/values.ts';

/** Lets a service take the role. */
export const assumedBy = (service: string): Fields => ({
  Version: '2012-10-17',
  Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
});

/** An entry of a role's `Policies`. */
const allowing = (name: string, ...allowed: readonly (readonly [action: string, resource: unknown])[]): Fields => ({
  PolicyName: name,
  PolicyDocument: { Statement: allowed.map(([Action, Resource]) => ({ Action, Effect: 'Allow', Resource })) },
});

export const startsExecutions = (stateMachineArn: unknown, id: string): Fields =>
  allowing(`${id}StartExecutionPolicy`, ['states:StartExecution', stateMachineArn]);

export const sendsMessages = (queueArn: unknown, id: string): Fields =>
  allowing(`${id}SQSPolicy`, ['sqs:SendMessage', queueArn]);

export const publishesToTopic = (topicArn: unknown, id: string): Fields =>
  allowing(`${id}SNSPolicy`, ['sns:publish', topicArn]);

export const putsObjects = (bucketArn: unknown, id: string): Fields =>
  allowing(`${id}S3Policy`, ['s3:PutObject', join('/', [bucketArn, '*'])], ['s3:ListBucket', bucketArn]);

export const putsEvents = (eventBusArn: unknown, id: string): Fields =>
  allowing(`${id}EventBridgePolicy`, ['events:PutEvents', eventBusArn]);

export const invokesFunction = (functionArn: unknown, id: string): Fields =>
  allowing(`${id}LambdaPolicy`, ['lambda:InvokeFunction', functionArn]);

export const sendsDeadLetters = (action: string | undefined, targetArn: unknown): Fields => ({
  PolicyName: 'DeadLetterQueuePolicy',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: action, Resource: targetArn, Effect: 'Allow' }],
  },
});
