import type { Processor } from '@aws-sdk/client-firehose';
import { roleCaller } from '../../../gateway/integrations/role-caller.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { DeliveryStream } from '../state.ts';
import { type FailedRecord, type PassingRecord, type Processed, parameterOf } from './processors.ts';

const retriesDefault = 3;

/**
 * Hands records to a function, which answers each by its id. What it does not answer well has failed.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export async function transform(
  stream: DeliveryStream,
  processor: Processor,
  records: readonly PassingRecord[],
  context: Context,
): Promise<Processed> {
  const lambdaArn = parameterOf(processor, 'LambdaArn') ?? '';
  const attemptsMax = 1 + Number(parameterOf(processor, 'NumberOfRetries') ?? retriesDefault);
  const Payload = Buffer.from(JSON.stringify(eventOf(stream, records, context)));
  let problem = { code: 'Lambda.FunctionError', text: '' };
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const answer = await invoke(lambdaArn, Payload, stream, context);
    if ('records' in answer) return sorted(records, answer.records, { lambdaArn, attempts: attempt });
    problem = answer;
  }
  return {
    records: [],
    failed: records.map((record) => ({ ...record, ...problem, lambdaArn, attempts: attemptsMax })),
  };
}

const eventOf = (stream: DeliveryStream, records: readonly PassingRecord[], { random, region }: Context) => ({
  invocationId: random.uuid(),
  deliveryStreamArn: stream.arn,
  region,
  records: records.map(({ arrivedMs, data, id }) => ({
    recordId: id,
    approximateArrivalTimestamp: arrivedMs,
    data: Buffer.from(data).toString('base64'),
  })),
});

type Answer =
  | { readonly records: ReadonlyMap<string, Readonly<Record<string, unknown>>> }
  | { readonly code: string; readonly text: string };

async function invoke(
  FunctionName: string,
  Payload: Uint8Array,
  stream: DeliveryStream,
  context: Context,
): Promise<Answer> {
  const caller = roleCaller(stream.destination.RoleARN ?? '');
  try {
    const output = await context.call<{ FunctionError?: string; Payload?: Uint8Array }>(
      'lambda',
      'Invoke',
      { FunctionName, InvocationType: 'RequestResponse', Payload },
      caller && { caller },
    );
    if (output.FunctionError !== undefined) {
      return {
        code: 'Lambda.FunctionError',
        text: 'The Lambda function was successfully invoked but it returned an error result.',
      };
    }
    const answered = parseJsonObject(Buffer.from(output.Payload ?? []).toString('utf8'))?.records;
    if (!Array.isArray(answered)) {
      return { code: 'Lambda.JsonProcessingException', text: 'Cannot deserialize the output of the Lambda function.' };
    }
    return { records: new Map(answered.filter(isJsonObject).map((one) => [String(one.recordId), one])) };
  } catch (error) {
    return problemOf(error);
  }
}

const problemOf = (error: unknown): { readonly code: string; readonly text: string } =>
  error instanceof AwsError
    ? { code: /NotFound/.test(error.code) ? 'Lambda.FunctionNotFound' : `Lambda.${error.code}`, text: error.message }
    : { code: 'Lambda.FunctionTimedOut', text: String(error) };

function sorted(
  records: readonly PassingRecord[],
  answered: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  more: Pick<FailedRecord, 'attempts'> & { readonly lambdaArn: string },
): Processed {
  const kept: PassingRecord[] = [];
  const failed: FailedRecord[] = [];
  const fail = (record: PassingRecord, code: string, text: string) => failed.push({ ...record, ...more, code, text });
  for (const record of records) {
    const answer = answered.get(record.id);
    if (!answer) {
      fail(record, 'Lambda.MissingRecordId', 'One or more record Ids were not returned.');
    } else if (answer.result === 'Ok' && typeof answer.data === 'string') {
      const keys = isJsonObject(answer.metadata) ? answer.metadata.partitionKeys : undefined;
      const partitionKeys = isJsonObject(keys) ? textsOf(keys) : undefined;
      kept.push({ ...record, data: Buffer.from(answer.data, 'base64'), ...(partitionKeys && { partitionKeys }) });
    } else if (answer.result === 'ProcessingFailed') {
      fail(record, 'Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record.');
    } else if (answer.result !== 'Dropped') {
      fail(record, 'Lambda.MissingRecordId', 'The returned record has no valid result or no data.');
    }
  }
  return { records: kept, failed };
}

const textsOf = (keys: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, String(value)]));
