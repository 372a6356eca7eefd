import { queueUrlOf } from '../../../event-sources/queues/queue-calls.ts';
import { latestPositions } from '../../../event-sources/streams/latest-positions.ts';
import { openStream } from '../../../event-sources/streams/open-stream.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidInput } from '../errors.ts';
import { sourceKind } from '../settings/arn-kinds.ts';
import type { PipeSettings } from '../settings/settings.ts';

/** As whom pipes ask sources. */
export const pipesPrincipal = 'pipes.amazonaws.com';

/** What a look at a source found. */
export interface Probe {
  /** Why it cannot be read. */
  readonly reason?: string;
  /** By shard, where reading begins after what is there already. */
  readonly begin: ReadonlyMap<string, string>;
}

/** Looks whether the source is there, and where its shards end now. */
export async function probeSource(
  { source, sourceParameters }: Pick<PipeSettings, 'source' | 'sourceParameters'>,
  context: Context,
): Promise<Probe> {
  const { account, region, kernel } = context;
  try {
    if (sourceKind(source) === 'queue') {
      const caller = serviceCaller(pipesPrincipal, account);
      const input = { QueueUrl: queueUrlOf(kernel, source), AttributeNames: ['QueueArn'] };
      await context.call('sqs', 'GetQueueAttributes', input, { caller });
      return { begin: new Map() };
    }
    const stream = openStream(kernel, { sourceArn: source, principal: pipesPrincipal, account, region });
    const parameters = sourceParameters.DynamoDBStreamParameters ?? sourceParameters.KinesisStreamParameters;
    if (parameters?.StartingPosition === 'LATEST') return { begin: await latestPositions(stream) };
    await stream.shards();
    return { begin: new Map() };
  } catch (error) {
    if (!(error instanceof AwsError) || !/NotFound|NonExist|DoesNotExist/.test(error.code)) throw error;
    return { reason: invalidInput(gone(source, error)), begin: new Map() };
  }
}

/** In the words of event source mappings, by which AWS reads for pipes. */
const gone = (source: string, { code }: AwsError): string =>
  code === 'QueueDoesNotExist'
    ? 'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.'
    : `Stream not found: ${source}`;
