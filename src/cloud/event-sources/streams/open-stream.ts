import { parseArn } from '../../kernel/arns.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { DynamodbSource } from './dynamodb-source.ts';
import { KinesisSource } from './kinesis-source.ts';
import type { StreamAccess, StreamSource } from './stream-source.ts';

/** The stream of an ARN, by the service that has it. */
export const openStream = (kernel: Kernel, access: StreamAccess): StreamSource =>
  parseArn(access.sourceArn)?.service === 'kinesis'
    ? new KinesisSource(kernel, access)
    : new DynamodbSource(kernel, access);
