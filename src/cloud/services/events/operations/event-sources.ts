import type { ListEventSourcesResponse, ListPartnerEventSourcesResponse } from '@aws-sdk/client-eventbridge';
import type { EventsOperation } from '../operation.ts';

/** No partner sends anything here. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventSources.html */
export const listEventSources: EventsOperation<object, ListEventSourcesResponse> = () => ({ EventSources: [] });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListPartnerEventSources.html */
export const listPartnerEventSources: EventsOperation<object, ListPartnerEventSourcesResponse> = () => ({
  PartnerEventSources: [],
});
