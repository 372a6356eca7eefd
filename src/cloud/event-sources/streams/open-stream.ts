import type { Kernel } from '../../kernel/kernel.ts';
import { DynamodbSource } from './dynamodb-source.ts';
import type { StreamAccess, StreamSource } from './stream-source.ts';

/** The stream of an ARN, by the service that has it. */
export const openStream = (kernel: Kernel, access: StreamAccess): StreamSource => new DynamodbSource(kernel, access);
