import type { PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { ServiceMetrics } from '../../../service-kit/service-metrics.ts';
import { sizeOf } from '../dispatch/entry-size.ts';
import type { EventsState } from '../state.ts';

/** What calls count; what rules do is counted where it is done, by `rule-metrics.ts`. */
export const eventsMetrics: ServiceMetrics<EventsState> = {
  namespace: 'AWS/Events',
  principal: 'events.amazonaws.com',
  ofCall({ operation, input, output, error }, count, durationMs) {
    if (operation !== 'PutEvents') return;
    count('PutEventsApproximateCallCount', 1, 'Count', []);
    if (error !== undefined) {
      count('PutEventsApproximateFailedCount', 1, 'Count', []);
      return;
    }
    const { Entries = [] } = input as { readonly Entries?: readonly object[] };
    const { FailedEntryCount = 0 } = (output ?? {}) as PutEventsResponse;
    count('PutEventsApproximateSuccessCount', 1, 'Count', []);
    count('PutEventsEntriesCount', Entries.length, 'Count', []);
    if (FailedEntryCount > 0) count('PutEventsFailedEntriesCount', FailedEntryCount, 'Count', []);
    count('PutEventsLatency', durationMs(), 'Milliseconds', []);
    count(
      'PutEventsRequestSize',
      Entries.reduce((sum, entry) => sum + sizeOf(entry), 0),
      'Bytes',
      [],
    );
  },
};
