import type { CloudClient } from './cloud-client.ts';

export interface StackEvent {
  readonly EventId: string;
  readonly StackId?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType?: string;
  readonly ResourceStatus?: string;
  readonly ResourceStatusReason?: string;
}

/** The events of a stack that are not in `seen`, oldest first; they are added to it. */
export async function readNewEvents(client: CloudClient, stack: string, seen: Set<string>): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  let token: string | undefined;
  do {
    const input = { StackName: stack, ...(token !== undefined && { NextToken: token }) };
    const page: { readonly StackEvents: readonly StackEvent[]; readonly NextToken?: string } = await client.call(
      'cloudformation',
      'DescribeStackEvents',
      input,
    );
    const unseen = page.StackEvents.filter(({ EventId }) => !seen.has(EventId));
    events.push(...unseen);
    // The newest come first: what lies behind one that is known is known as well.
    token = unseen.length === page.StackEvents.length ? page.NextToken : undefined;
  } while (token !== undefined);
  for (const { EventId } of events) seen.add(EventId);
  return events.reverse();
}

/** Events of the stack itself stand among those of its resources. */
const isOfStackItself = ({ StackId, PhysicalResourceId }: StackEvent): boolean =>
  StackId !== undefined && StackId === PhysicalResourceId;

const isFailed = (event: StackEvent): boolean =>
  event.ResourceStatus?.endsWith('_FAILED') === true && !isOfStackItself(event);

/** Why the stack itself could not go on: its export is taken, its role may not. Not that some resources failed. */
export function reasonOfStackItself(events: readonly StackEvent[]): string | undefined {
  const reasons = events.flatMap((event) => (isOfStackItself(event) ? (event.ResourceStatusReason ?? []) : []));
  return reasons.find((reason) => !/^(?:User Initiated|The following resource)/.test(reason));
}

/**
 * A line for each resource that failed by itself, and not because another one did: those of nested stacks below the one
 * that stands for them, as `Parent/Child`.
 */
export async function reasonsOf(client: CloudClient, events: readonly StackEvent[], path = ''): Promise<string[]> {
  const failures = events.filter(isFailed);
  const real = failures.filter(
    ({ ResourceStatusReason = '' }) => !/cancelled|failed to (create|update)/i.test(ResourceStatusReason),
  );
  const lines: string[] = [];
  for (const event of real.length > 0 ? real : failures) {
    const { LogicalResourceId = '', ResourceType = '', ResourceStatusReason, ResourceStatus = '' } = event;
    lines.push(`  ${path}${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason ?? ResourceStatus}`);
    if (ResourceType !== 'AWS::CloudFormation::Stack' || !event.PhysicalResourceId) continue;
    const nested = await readNewEvents(client, event.PhysicalResourceId, new Set()).catch(() => []);
    lines.push(...(await reasonsOf(client, ofLastOperation(nested), `${path}${LogicalResourceId}/`)));
  }
  return [...new Set(lines)];
}

/** A nested stack keeps the events of earlier updates, too. */
function ofLastOperation(events: readonly StackEvent[]): readonly StackEvent[] {
  const start = events.findLastIndex(
    (event) => isOfStackItself(event) && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(event.ResourceStatus ?? ''),
  );
  return events.slice(Math.max(0, start));
}
