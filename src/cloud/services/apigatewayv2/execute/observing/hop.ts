import { executeApiFaults } from '../../../../gateway/execute-api/execute-api-faults.ts';
import { executeApiName } from '../../../../gateway/execute-api/execute-api-name.ts';
import type { FaultModel } from '../../../../kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../../../kernel/faults/faults.ts';
import { rootCaller } from '../../../../kernel/identity.ts';
import type { Exchange, Step } from '../exchange.ts';

/** What HTTP APIs say in bodies of their own: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html */
const httpApiFaults: FaultModel = {
  ...executeApiFaults,
  failure: { ...executeApiFaults.failure, message: 'Internal Server Error' },
  throttle: { ...executeApiFaults.throttle, message: 'Too Many Requests' },
};

/** A request to an API as faults are aimed at it and the journal tells it; its operation is the route. */
export const describeExchange = (exchange: Exchange): FaultTarget => ({
  caller: rootCaller(exchange.api.account),
  service: executeApiName,
  operation: exchange.match?.route.key ?? exchange.request.method,
  resource: exchange.address.apiId,
  attempt: 1,
  invocation: undefined,
  id: exchange.requestId,
  parent: undefined,
  trace: exchange.trace,
  input: exchange.request,
  model: httpApiFaults,
});

/** Faults between the client and the gateway. */
export const faultBefore: Step = ({ boundary }) => boundary.before();

/** What a fault does to an answer that is there already: the function ran, and nobody hears of it. */
export const faultAfter: Step = ({ boundary }) => boundary.after();

/** A line in the journal for every request, refused ones included; calls that the gateway made have it as parent. */
export const recordHop: Step = ({ boundary, request, reply, failure, connectionFailure }) =>
  boundary.end({
    output: reply,
    error: connectionFailure ?? failure,
    status: reply?.status ?? 500,
    requestBytes: request.body.byteLength,
    responseBytes: Buffer.byteLength(reply?.body ?? ''),
  });
