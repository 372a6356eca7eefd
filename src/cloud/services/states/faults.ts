import type { FaultModel, Trait } from '../../kernel/faults/fault-model.ts';

/** Work that an execution hands to itself: each of it may be lost with its process, and is then made again. */
const ownWork: ReadonlySet<string> = new Set([
  'RunTask',
  'ContinueExecution',
  'AdvanceMapRun',
  'StopMapRun',
  'WriteMapResults',
]);

/** What of it calls other services, as the machine's role. */
const calling: ReadonlySet<string> = new Set(['RunTask', 'AdvanceMapRun', 'WriteMapResults']);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html */
export const statesFaults: FaultModel = {
  failure: { code: 'InternalServerError', status: 500, message: 'Internal Server Error' },
  throttle: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  traits: ({ operation }) => {
    const traits: Trait[] = [];
    if (ownWork.has(operation)) traits.push('delivery', 'arrival', 'step');
    if (calling.has(operation)) traits.push('task');
    return traits;
  },
  // An execution hands its work to itself.
  isHandOver: ({ operation }) => ownWork.has(operation),
};
