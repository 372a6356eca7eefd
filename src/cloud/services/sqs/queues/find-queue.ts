import { formatArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { QueueContents } from '../contents/contents.ts';
import { settle } from '../contents/places.ts';
import { invalidAddress, missingParameter, queueDoesNotExist } from '../errors.ts';
import { tellMinutesBefore } from '../metrics/queue-gauges.ts';
import { openSqsState, type Queue, type SqsState } from '../state.ts';

/** A queue that is up to date, with its messages. */
export interface OpenQueue {
  /** Of the queue's account, which may be another than the caller's. */
  readonly state: SqsState;
  readonly queue: Queue;
  readonly contents: QueueContents;
  readonly nowMs: number;
}

type Caller = Pick<Context, 'account' | 'region' | 'clock' | 'kernel'>;

/** The queue behind a QueueUrl, settled. Throws QueueDoesNotExist. */
export function openQueue(state: SqsState, url: string | undefined, context: Caller): OpenQueue {
  const address = parseQueueUrl(url);
  const account = address.account ?? context.account;
  const owner = account === context.account ? state : stateOf(context.kernel, account, context.region);
  const queue = owner.queues.get(address.name) ?? raise(queueDoesNotExist());
  const nowMs = context.clock.now();
  const contents = owner.contents(queue.name);
  touch(queue, contents, context);
  settle(queue, contents, nowMs);
  return { state: owner, queue, contents, nowMs };
}

/** Ahead of everything that a call changes in a queue: CloudWatch is told how it was until now. */
export function touch(queue: Queue, contents: QueueContents, { clock, kernel, region }: Caller): void {
  const count = kernel.metrics.counter('sqs', { account: accountOf(queue), region });
  tellMinutesBefore(queue, contents, clock.now(), count);
}

/** The queues of another account or region. */
export const stateOf = (kernel: Kernel, account: string, region: string): SqsState =>
  openSqsState(kernel.world.scope('sqs', account, region));

/**
 * Account and name are the last two steps of a queue's URL, whatever its host is: AWS's own, ours, or one under which
 * a container sees us. A bare name is a queue of the caller.
 */
export function parseQueueUrl(url: string | undefined): { readonly account?: string; readonly name: string } {
  if (url === undefined || url === '') throw missingParameter('QueueUrl');
  const [path = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').split(/[?#]/);
  const steps = path.split('/').filter((step) => step !== '');
  const name = steps.at(-1);
  const account = steps.at(-2);
  if (name === undefined) throw invalidAddress(url);
  if (account === undefined) return { name };
  if (!/^\d{12}$/.test(account)) throw invalidAddress(url);
  return { account, name };
}

/** `http://127.0.0.1:4566/000000000000/orders`: SDKs that were told no endpoint send their messages there. */
export const queueUrl = (context: Pick<Context, 'endpoint'>, account: string, name: string): string =>
  `${context.endpoint}/${account}/${name}`;

export const queueArn = ({ account, region }: Pick<Context, 'account' | 'region'>, name: string): string =>
  formatArn({ service: 'sqs', region, account, resource: name });

/** The account in a queue's ARN. */
export const accountOf = (queue: Queue): string => queue.arn.split(':')[4] ?? '';

/** The queue of an ARN, if it is one of this account and region. */
export function queueByArn(state: SqsState, arn: string): Queue | undefined {
  const queue = state.queues.get(arn.split(':').at(-1) ?? '');
  return queue?.arn === arn ? queue : undefined;
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns?: readonly string[];
}

/** The policy as it was checked when it was set. */
export function redrivePolicyOf(queue: Queue): RedrivePolicy | undefined {
  const text = queue.attributes.RedrivePolicy;
  return text === undefined ? undefined : JSON.parse(text);
}

/** Whether a queue lets another one name it as its dead-letter queue; without a policy it lets all. */
export function takesDeadLettersOf(target: Queue, sourceArn: string): boolean {
  const text = target.attributes.RedriveAllowPolicy;
  if (text === undefined) return true;
  const { redrivePermission, sourceQueueArns = [] }: RedriveAllowPolicy = JSON.parse(text);
  return redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(sourceArn));
}
