import { AwsError, SquallError } from '../cloud/kernel/errors.ts';
import type { CloudClient } from './cloud-client.ts';
import { readNewEvents, reasonOfStackItself, reasonsOf, type StackEvent } from './stack-events.ts';

interface StackDescription {
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly EnableTerminationProtection?: boolean;
  readonly Parameters?: readonly { readonly ParameterKey: string }[];
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

/** A stack of that name, or nothing. */
export async function describeStack(client: CloudClient, name: string): Promise<StackDescription | undefined> {
  const answer = await client
    .call<{ Stacks: StackDescription[] }>('cloudformation', 'DescribeStacks', { StackName: name })
    .catch((error: unknown) => {
      if (error instanceof AwsError && error.message.includes('does not exist')) return { Stacks: [] };
      throw error;
    });
  return answer.Stacks[0];
}

/**
 * Tells the stack's new events while `execute` runs and while the stack goes on behind its reply; then the stack must be
 * whole. Throws `SquallError` with the reasons of what failed, those of nested stacks included.
 */
export async function followStack(
  client: CloudClient,
  name: string,
  onEvent: ((event: StackEvent) => void) | undefined,
  execute: () => Promise<unknown>,
): Promise<void> {
  const seen = new Set<string>();
  await readNewEvents(client, name, seen);
  const events: StackEvent[] = [];
  const tell = async (): Promise<boolean> => {
    const fresh = await readNewEvents(client, name, seen);
    events.push(...fresh);
    for (const event of fresh) onEvent?.(event);
    return fresh.length > 0;
  };
  let isRunning = true;
  const execution = execute().finally(() => {
    isRunning = false;
  });
  while (isRunning && onEvent) {
    await Promise.race([execution.catch(() => undefined), pause(0)]);
    await tell();
  }
  await execution;
  const stack = await settled(client, name, tell);
  await tell();
  const status = stack?.StackStatus ?? 'gone';
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return;
  const reasons = await reasonsOf(client, events);
  const own = reasonOfStackItself(events) ?? (reasons.length === 0 ? stack?.StackStatusReason : undefined);
  const hint = 'What is not emulated is named above; everything else is as AWS would refuse it.';
  throw new SquallError(
    'DeployFailed',
    [`${name} ended as ${status}: ${own ?? ''}`.trimEnd(), ...reasons].join('\n'),
    hint,
  );
}

/** How long a stack may do nothing at all, by the cloud's clock or by ours, before it is no longer waited for. */
const idleMsMax = 15 * 60_000;

/**
 * Waits until nothing works on the stack any more, and answers what it is then; undefined when it is gone. `hasHappened`
 * says whether something was done since it was last asked. Throws `SquallError` when nothing happens for long.
 */
export async function settled(
  client: CloudClient,
  name: string,
  hasHappened: () => Promise<boolean> = happenings(client, name),
): Promise<StackDescription | undefined> {
  let since = await bothClocks(client);
  for (let polls = 0; ; polls += 1) {
    const stack = await describeStack(client, name);
    if (!stack || !isUnderWay(stack.StackStatus)) return stack;
    const now = await bothClocks(client);
    if (await hasHappened()) since = now;
    // A virtual clock may stand still while we wait; ours does not.
    if (now.cloudMs - since.cloudMs >= idleMsMax || now.ownMs - since.ownMs >= idleMsMax) {
      const open = await openResources(client, name);
      // CodeDeploy ends it at last, by itself: a linear shift may take hours.
      if (!open.some(isShifted)) throw stuck(name, stack.StackStatus, open);
      since = now;
    }
    await pause(polls);
  }
}

const isUnderWay = (status: string): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

function happenings(client: CloudClient, name: string): () => Promise<boolean> {
  const seen = new Set<string>();
  // A stack that has just gone has no events any more.
  return async () => (await readNewEvents(client, name, seen).catch(() => [])).length > 0;
}

const bothClocks = async (client: CloudClient) => ({ cloudMs: await client.now(), ownMs: performance.now() });

/** Short at first, as most stacks take milliseconds. */
const pause = (polls: number): Promise<void> => new Promise((go) => setTimeout(go, polls < 100 ? 50 : 500));

async function openResources(client: CloudClient, name: string): Promise<readonly StackEvent[]> {
  const { StackResources } = await client.call<{ readonly StackResources: readonly StackEvent[] }>(
    'cloudformation',
    'DescribeStackResources',
    { StackName: name },
  );
  return StackResources.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_IN_PROGRESS'));
}

/** Whether an event tells that CodeDeploy shifts an alias' traffic. */
export const isShifted = ({ ResourceStatus, ResourceStatusReason = '' }: StackEvent): boolean =>
  ResourceStatus === 'UPDATE_IN_PROGRESS' && ResourceStatusReason.startsWith('CodeDeploy Deployment ');

function stuck(name: string, status: string, open: readonly StackEvent[]): SquallError {
  const list = open.map(({ LogicalResourceId, ResourceType }) => `${LogicalResourceId} (${ResourceType})`).join(', ');
  return new SquallError(
    'DeployFailed',
    `${name} is ${status}, and nothing has happened for ${idleMsMax / 60_000} minutes. It waits for ${list || 'nothing that it names'}.`,
    'The stack is left as it is. See what its functions say (squall logs); a virtual clock moves only when it is advanced.',
  );
}
