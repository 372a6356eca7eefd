import { templateOf } from './template.ts';

/** A queue `Jobs` and a function that consumes it, its code inline; with a dead-letter queue or without. */
export function consumerTemplate(code: string, { hasDlq = false }: { readonly hasDlq?: boolean } = {}): object {
  const { Resources } = templateOf({ code }) as { readonly Resources: Readonly<Record<string, object>> };
  const redrive = { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 };
  return {
    Resources: {
      Role: Resources.Role,
      Worker: Resources.Worker,
      ...(hasDlq && { Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'Dead' } } }),
      Jobs: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: 'Jobs', VisibilityTimeout: 30, ...(hasDlq && { RedrivePolicy: redrive }) },
      },
      Source: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
          FunctionName: { Ref: 'Worker' },
          BatchSize: 1,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
    },
  };
}
