import { UnsupportedError } from '../../../cloud/kernel/errors.ts';
import { readEventSource } from '../../../cloud/services/lambda/event-sources/event-source.ts';
import { emulated, type Judgement, refused } from '../finding.ts';

/** Whether functions are invoked from a source, by the service in its ARN; `self-managed` is a Kafka of the user's own. */
export function judgeEventSource(source: string): Judgement {
  const region = 'us-east-1';
  try {
    const of =
      source === 'self-managed' ? { SelfManagedEventSource: {} } : { EventSourceArn: sampleArn(source, region) };
    readEventSource(of, { region });
    return emulated;
  } catch (error) {
    if (error instanceof UnsupportedError) return refused(`Squall does not emulate ${error.feature}`);
    throw error;
  }
}

const resources: Readonly<Record<string, string>> = { dynamodb: 'table/t/stream/s', kinesis: 'stream/s' };

const sampleArn = (source: string, region: string): string =>
  `arn:aws:${source}:${region}:000000000000:${resources[source] ?? 'sample'}`;
