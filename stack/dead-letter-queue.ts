import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Long enough for somebody to look at it after a holiday. */
const retention = Duration.days(14);

/** A queue for what could not be delivered. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, retentionPeriod: retention });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is itself where dead letters go.' });
  }
}
