import { serviceCaller } from '../../../kernel/identity.ts';
import type { SqsContext } from '../operation.ts';
import type { MoveTask } from '../state.ts';

/** A task with a rate moves that many messages each second; AWS paces the others as it sees fit. */
const pacedStepMs = 1000;
const freeStepMs = 100;

/** Plans the next step of a task; the key that comes back cancels it. */
export const deferStep = (task: MoveTask, taskKey: string, context: SqsContext): string =>
  context.kernel.scheduler.deferDelivery({
    dueMs: context.clock.now() + (task.perSecond === undefined ? freeStepMs : pacedStepMs),
    service: 'sqs',
    operation: 'RunMessageMoveTask',
    input: { TaskKey: taskKey },
    account: context.account,
    region: context.region,
    caller: serviceCaller('sqs.amazonaws.com', context.account),
  });
