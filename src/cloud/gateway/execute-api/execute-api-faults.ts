import type { FaultModel } from '../../kernel/faults/fault-model.ts';

/** How requests to APIs can fail, whatever kind of API it is; each kind adds its own words. */
export const executeApiFaults: FaultModel = {
  failure: { code: 'InternalServerError', status: 500 },
  throttle: { code: 'TooManyRequestsException', status: 429 },
  traits: () => ['edge'],
  isWrite: (route) => !/^(?:GET|HEAD|OPTIONS)\b/.test(route),
  answersHttp: true,
};
