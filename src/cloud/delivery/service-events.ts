import { serviceCaller } from '../kernel/identity.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Trace } from '../kernel/trace.ts';
import type { CloudKernel } from '../service-kit/contract.ts';

/** What a service tells of itself, as EventBridge's default bus takes it. */
export interface ServiceEvent {
  /** `aws.s3` */
  readonly source: string;
  /** `Object Created` */
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** Who emits it, and in whose course. */
export interface EventOrigin extends Scope {
  /** `s3.amazonaws.com` */
  readonly principal: string;
  readonly parent?: string;
  readonly trace?: Trace;
}

/**
 * Puts an event on the default bus of the account and region, where a rule may take it: durable with the next commit, and
 * put at least once. It is not made at all where nobody hears events of that source.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html
 */
export function emitEvent(
  kernel: CloudKernel,
  origin: EventOrigin,
  source: string,
  make: () => Omit<ServiceEvent, 'source'>,
): void {
  const { account, region, principal, parent, trace } = origin;
  for (const service of kernel.services.values()) {
    const hears = service.hearsEvents as ((state: unknown, source: string) => boolean) | undefined;
    if (!hears?.(kernel.state(service, account, region), source)) continue;
    const { detailType, resources, detail } = make();
    const nowMs = kernel.clock.now();
    const entry = {
      Source: source,
      DetailType: detailType,
      Resources: resources,
      Detail: JSON.stringify(detail),
      Time: new Date(nowMs),
    };
    kernel.scheduler.deferDelivery({
      dueMs: nowMs,
      service: service.name,
      operation: 'PutEvents',
      input: { Entries: [entry] },
      account,
      region,
      caller: serviceCaller(principal, account),
      ...(parent !== undefined && { parent }),
      ...(trace && { trace }),
    });
  }
}
