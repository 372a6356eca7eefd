import type {
  CancelResourceRequestInput,
  CancelResourceRequestOutput,
  GetResourceRequestStatusInput,
  GetResourceRequestStatusOutput,
  ListResourceRequestsInput,
  ListResourceRequestsOutput,
} from '@aws-sdk/client-cloudcontrol';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { descendingKey, pageOf } from '../../../service-kit/pages.ts';
import { invalidToken, requestNotFound, requestOver } from '../errors.ts';
import { progressEvent } from '../requests/progress-event.ts';
import type { CloudControlState, ResourceRequest } from '../state.ts';

const pageMax = 100;

function findRequest({ requests }: CloudControlState, token: string): ResourceRequest {
  const request = requests.get(token);
  if (!request) throw requestNotFound(token);
  return request;
}

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_GetResourceRequestStatus.html */
export const getResourceRequestStatus: Operation<
  Given<GetResourceRequestStatusInput>,
  GetResourceRequestStatusOutput,
  CloudControlState
> = (state, { RequestToken }) => ({ ProgressEvent: progressEvent(findRequest(state, RequestToken)) });

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_CancelResourceRequest.html */
export const cancelResourceRequest: Operation<
  Given<CancelResourceRequestInput>,
  CancelResourceRequestOutput,
  CloudControlState
> = (state, { RequestToken }) => {
  const request = findRequest(state, RequestToken);
  if (request.status !== 'IN_PROGRESS') throw requestOver(RequestToken, request.status);
  const cancelled: ResourceRequest = { ...request, status: 'CANCEL_IN_PROGRESS' };
  state.requests.set(RequestToken, cancelled);
  return { ProgressEvent: progressEvent(cancelled) };
};

/** The last one first. https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_ListResourceRequests.html */
export const listResourceRequests: Operation<
  Given<ListResourceRequestsInput>,
  ListResourceRequestsOutput,
  CloudControlState
> = (state, { ResourceRequestStatusFilter: filter = {}, MaxResults = pageMax, NextToken }) => {
  const { Operations = [], OperationStatuses = [] } = filter;
  const wanted = [...state.requests.values()]
    .filter(({ operation }) => Operations.length === 0 || Operations.includes(operation))
    .filter(({ status }) => OperationStatuses.length === 0 || OperationStatuses.includes(status))
    .sort((a, b) => b.number - a.number);
  const keyOf = ({ number }: ResourceRequest) => descendingKey(number);
  const page = pageOf(wanted, { limit: MaxResults, token: NextToken, keyOf, invalidToken });
  return {
    // AWS's summaries have no model.
    ResourceRequestStatusSummaries: page.items.map(({ model: _, ...request }) => progressEvent(request)),
    NextToken: page.next,
  };
};
