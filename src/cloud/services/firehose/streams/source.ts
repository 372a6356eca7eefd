import type { CreateDeliveryStreamInput } from '@aws-sdk/client-firehose';
import { latestPositions } from '../../../event-sources/streams/latest-positions.ts';
import { openStream } from '../../../event-sources/streams/open-stream.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidArgument } from '../errors.ts';
import type { DeliveryStream, KinesisStreamSource } from '../state.ts';

/** As whom Firehose asks sources. */
export const firehosePrincipal = 'firehose.amazonaws.com';

/** The type of a stream, by where its records come from. */
export const typeOf = ({ source }: Pick<DeliveryStream, 'source'>): 'DirectPut' | 'KinesisStreamAsSource' =>
  source ? 'KinesisStreamAsSource' : 'DirectPut';

/** The source that a new stream asks for; undefined where records are put. Throws InvalidArgumentException. */
export function sourceIn(input: CreateDeliveryStreamInput, fromMs: number): KinesisStreamSource | undefined {
  const { DeliveryStreamType: type = 'DirectPut', KinesisStreamSourceConfiguration: given } = input;
  if (type === 'DirectPut') {
    if (given) throw invalidArgument('KinesisStreamSourceConfiguration is not supported for the type DirectPut');
    return undefined;
  }
  if (!given) throw invalidArgument('KinesisStreamSourceConfiguration is required for the type KinesisStreamAsSource');
  return { streamArn: given.KinesisStreamARN ?? '', roleArn: given.RoleARN ?? '', fromMs };
}

/**
 * By shard, where reading begins: behind what is there already. Throws InvalidArgumentException where there is no stream.
 * https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html
 */
export async function beginOf(source: KinesisStreamSource, context: Context): Promise<ReadonlyMap<string, string>> {
  const { account, region, kernel } = context;
  try {
    const access = { sourceArn: source.streamArn, principal: firehosePrincipal, account, region };
    return await latestPositions(openStream(kernel, access));
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
    throw invalidArgument(error.message);
  }
}
