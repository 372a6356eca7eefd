import { type Cloud, startCloud } from '../../../cloud.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { type EventsState, openEventsState } from '../state.ts';

const where = { account: '000000000000', region: 'us-east-1' };

/** EventBridge's state on a cloud of its own, for what is called by no client. */
interface Alone {
  readonly cloud: Cloud;
  readonly state: EventsState;
  readonly context: Context;
}

/** The caller closes the cloud. */
export async function startAlone(): Promise<Alone> {
  const cloud = await startCloud({ log: 'silent', clock: 'virtual', seed: 7 });
  const { kernel } = cloud;
  const context = {
    ...where,
    kernel,
    clock: kernel.clock,
    random: kernel.random,
    caller: serviceCaller('events.amazonaws.com', where.account),
    requestId: 'test',
  } as unknown as Context;
  return { cloud, state: openEventsState(kernel.world.scope('events', where.account, where.region)), context };
}
