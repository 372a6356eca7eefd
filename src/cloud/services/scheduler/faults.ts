import type { FaultModel, Trait } from '../../kernel/faults/fault-model.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html */
export const schedulerFaults: FaultModel = {
  failure: {
    code: 'InternalServerException',
    status: 500,
    message: 'Unexpected error encountered while processing the request.',
  },
  throttle: { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
  traits: ({ operation }) => {
    const traits: Trait[] = [];
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html: at least once.
    if (isInvocation(operation)) traits.push('delivery', 'arrival');
    return traits;
  },
  // A schedule hands its work to its target.
  isHandOver: ({ operation }) => isInvocation(operation),
};

const isInvocation = (operation: string): boolean => operation === 'InvokeScheduleTarget';
