import { durationMs } from '../../../../../kernel/clock.ts';
import { AwsError, UnsupportedError } from '../../../../../kernel/errors.ts';
import { parseJsonObject } from '../../../../../kernel/json.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../../../service-kit/contract.ts';
import { validationError } from '../../../errors.ts';
import type { CustomResourceAnswer } from '../../../runtime.ts';
import { isRecord } from '../../template/template.ts';
import { ResourceFailure } from '../resource/failure-reason.ts';
import { Orphaned, type Run } from '../run.ts';
import { isBucketNotifications, type NotificationsWish, putBucketNotifications } from './bucket-notifications.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html */
const defaultTimeoutMs = durationMs('1h');

/** Where answers of custom resources arrive, with a token behind it that only the invoked function knows. */
export const responsePath = '/_squall/cloudformation/response/';

/** Stands for an answer of more than 4 KB. */
export const tooLong: CustomResourceAnswer = {};

type RequestType = 'Create' | 'Update' | 'Delete';

/** A resource that a function of the user's makes: it is invoked with a ResponseURL, and puts its answer there. */
export function customResource(run: Run, type: string): ResourceType {
  return {
    properties: ['*'],
    create: async (properties, context) => {
      if (isBucketNotifications(run, type, properties)) {
        await putKnown({ requestType: 'Create', properties, previous: undefined }, context);
        return { physicalId: context.logicalId };
      }
      const answer = await ask(run, type, 'Create', properties, context, {});
      return stateOf(answer);
    },
    update: async (state, properties, previous, context) => {
      if (isBucketNotifications(run, type, properties)) {
        await putKnown({ requestType: 'Update', properties, previous }, context);
        return state;
      }
      const answer = await ask(run, type, 'Update', properties, context, {
        PhysicalResourceId: state.physicalId,
        OldResourceProperties: textLeaves(previous),
      });
      return stateOf(answer);
    },
    delete: async (state, properties, context) => {
      if (isBucketNotifications(run, type, properties)) {
        return putKnown({ requestType: 'Delete', properties, previous: undefined }, context);
      }
      await ask(run, type, 'Delete', properties, context, { PhysicalResourceId: state.physicalId });
    },
  };
}

/** Fails as the CDK's handler would tell it. */
async function putKnown(wish: NotificationsWish, context: ResourceContext): Promise<void> {
  try {
    await putBucketNotifications(wish, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ResourceFailure(
      `Received response status [FAILED] from custom resource. Message returned: Error: An error occurred (${error.code}) when calling the PutBucketNotificationConfiguration operation: ${error.message}. (RequestId: ${context.random.uuid()})`,
    );
  }
}

/** `Data` is what `Fn::GetAtt` finds. */
function stateOf(answer: CustomResourceAnswer): ResourceState {
  const physicalId = answer.PhysicalResourceId;
  if (typeof physicalId !== 'string' || physicalId === '') {
    throw new ResourceFailure('Invalid PhysicalResourceId');
  }
  return { physicalId, ...(isRecord(answer.Data) && { attributes: answer.Data }) };
}

/**
 * Asks the function and waits for whichever comes first: its answer, its crash, the end of time or of the operation.
 */
async function ask(
  run: Run,
  type: string,
  requestType: RequestType,
  properties: Properties,
  context: ResourceContext,
  more: object,
): Promise<CustomResourceAnswer> {
  const serviceToken = properties.ServiceToken;
  if (typeof serviceToken !== 'string')
    throw validationError('The ServiceToken of a custom resource must be a string.');
  const token = context.random.hex(32);
  const requestId = context.random.uuid();
  const expected = run.context.runtime.expect(token);
  const settled = new AbortController();
  const event = {
    RequestType: requestType,
    ServiceToken: serviceToken,
    ResponseURL: `${run.context.kernel.endpoint}${responsePath}${token}`,
    StackId: context.stackId,
    RequestId: requestId,
    LogicalResourceId: context.logicalId,
    ResourceType: type,
    ResourceProperties: textLeaves(properties),
    ...more,
  };
  try {
    const failed = send(serviceToken, event, context);
    const timeoutMs =
      properties.ServiceTimeout === undefined ? defaultTimeoutMs : Number(properties.ServiceTimeout) * 1000;
    const wait = { requestId, requestType, timeoutMs, settled: settled.signal };
    const answer = await Promise.race([expected.answer, failed, givenUp(run, wait, context)]);
    if (answer === tooLong) throw new ResourceFailure('Response object is too long.');
    if (answer.Status === 'SUCCESS') return answer;
    throw new ResourceFailure(
      `Received response status [FAILED] from custom resource. Message returned: ${answer.Reason ?? 'undefined'} (RequestId: ${requestId})`,
      physicalIdOf(answer, requestType),
    );
  } finally {
    settled.abort();
    expected.forget();
  }
}

/** What a failed creation names was perhaps made: the rollback asks for its deletion. */
function physicalIdOf(answer: CustomResourceAnswer, requestType: RequestType): ResourceState | undefined {
  const physicalId = answer.PhysicalResourceId;
  return requestType === 'Create' && typeof physicalId === 'string' && physicalId !== '' ? { physicalId } : undefined;
}

/** Rejects when the handler cannot be reached or crashed; else never settles, for the answer comes by another way. */
async function send(serviceToken: string, event: object, context: ResourceContext): Promise<never> {
  const service = serviceToken.split(':')[2];
  if (service === 'sns') {
    const message = JSON.stringify(event);
    await context.call('sns', 'Publish', {
      TopicArn: serviceToken,
      Subject: 'AWS CloudFormation custom resource request',
      Message: message,
    });
    return never();
  }
  if (service !== 'lambda') throw new UnsupportedError(`custom resources behind ${serviceToken}`);
  const answer = await context.call<{ FunctionError?: string; Payload?: Uint8Array }>('lambda', 'Invoke', {
    FunctionName: serviceToken,
    // AWS invokes asynchronously and learns of a crash by its timeout of an hour; this way it is known at once.
    InvocationType: 'RequestResponse',
    Payload: new TextEncoder().encode(JSON.stringify(event)),
  });
  if (answer.FunctionError === undefined) return never();
  throw new ResourceFailure(`The custom resource's function failed without an answer: ${causeIn(answer.Payload)}`);
}

/** The error in a line: its trace is in the function's log. */
function causeIn(payload: Uint8Array = new Uint8Array()): string {
  const text = new TextDecoder().decode(payload);
  const error = parseJsonObject(text);
  if (typeof error?.errorMessage !== 'string') return text;
  const [message] = error.errorMessage.split('\n');
  return typeof error.errorType === 'string' ? `${error.errorType}: ${message}` : String(message);
}

const never = (): Promise<never> => new Promise<never>(() => {});

interface Wait {
  readonly requestId: string;
  readonly requestType: RequestType;
  readonly timeoutMs: number;
  /** Aborted when there is nothing to wait for any more. */
  readonly settled: AbortSignal;
}

/** Rejects when the time is up or the operation was cancelled. */
async function givenUp(
  run: Run,
  { requestId, requestType, timeoutMs, settled }: Wait,
  context: ResourceContext,
): Promise<never> {
  const signals = [settled, run.operation.orphaned, ...(run.cancelled ? [run.cancelled] : [])];
  const isTimeUp = await run.context.clock.sleep(timeoutMs, AbortSignal.any(signals)).then(
    () => true,
    () => false,
  );
  if (run.operation.orphaned.aborted) throw new Orphaned('The world was replaced while a custom resource was awaited.');
  // Nobody knows what a creation without an answer made: its deletion is asked for under a name of our own.
  const isCreation = requestType === 'Create';
  const state = isCreation && !settled.aborted ? { physicalId: context.generateName(128) } : undefined;
  if (!isTimeUp) throw new ResourceFailure(`Resource ${isCreation ? 'creation' : 'update'} cancelled`, state);
  throw new ResourceFailure(
    `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
    state,
  );
}

/** Handlers get every number and boolean as text, as CloudFormation sends them. */
function textLeaves(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(textLeaves);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, textLeaves(member)]));
}
