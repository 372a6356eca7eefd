import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import { readTraceHeader, type Trace } from '../../../kernel/trace.ts';
import { mayPutEvents } from '../buses/bus-policy.ts';
import { busReference, findBus, stateAt } from '../buses/find-bus.ts';
import { type BusEvent, eventTime } from '../dispatch/bus-event.ts';
import { dispatchEvent } from '../dispatch/dispatch-event.ts';
import { sizeOf } from '../dispatch/entry-size.ts';
import { eventText } from '../dispatch/event-text.ts';
import { validation } from '../errors.ts';
import type { EventsContext, EventsOperation } from '../operation.ts';
import type { EventsState } from '../state.ts';

/** Of all entries; 256 KB before January 2026. */
const bytesMax = 1024 * 1024;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents: EventsOperation<PutEventsRequest, PutEventsResponse> = (state, input, context) => {
  if (input.EndpointId !== undefined) throw new UnsupportedError('EventBridge global endpoints');
  const bytes = input.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > bytesMax) throw validation('Total size of the entries in the request is over the limit.');
  const Entries = input.Entries.map((entry) => putEntry(state, entry, context));
  return { FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries };
};

function putEntry(own: EventsState, entry: PutEventsRequestEntry, context: EventsContext): PutEventsResultEntry {
  const { Source, DetailType, Detail, Resources = [], Time } = entry;
  if (!Source) return missing('Source');
  if (!DetailType) return missing('DetailType');
  if (!Detail) return missing('Detail');
  if (Source.startsWith('aws.') && context.caller.kind !== 'service') {
    return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = parseJsonObject(Detail);
  if (!detail) return failed('MalformedDetail', 'Detail is malformed.');
  const { account, region } = context;
  const nowMs = context.clock.now();
  const event: BusEvent = {
    version: '0',
    id: context.random.uuid(),
    'detail-type': DetailType,
    source: Source,
    account,
    time: eventTime(Time ?? new Date(nowMs)),
    region,
    resources: Resources,
    detail,
  };
  return putEvent(own, entry, event, context) ?? { EventId: event.id };
}

/** Answers why the event was not taken. One for a bus that is not there goes nowhere, which AWS tells nobody. */
function putEvent(
  own: EventsState,
  { EventBusName, Detail = '', TraceHeader }: PutEventsRequestEntry,
  event: BusEvent,
  context: EventsContext,
): PutEventsResultEntry | undefined {
  const reference = busReference(EventBusName, context);
  const isOwn = reference.account === context.account && reference.region === context.region;
  const state = isOwn ? own : stateAt(context.kernel, reference);
  const bus = findBus(state, reference.name, reference);
  const nowMs = context.clock.now();
  if (reference.account !== context.account) {
    const { source, 'detail-type': detailType } = event;
    const asked = { caller: context.caller, account: context.account, source, detailType };
    if (!bus || !mayPutEvents(bus, asked, nowMs)) return accessDenied(EventBusName ?? '', context);
  }
  if (!bus) return undefined;
  const accepted = { event, text: eventText(event, Detail), ingestedMs: nowMs, path: [], ...traceIn(TraceHeader) };
  dispatchEvent(state, reference, accepted, context);
  return undefined;
}

function traceIn(header: string | undefined): { readonly trace?: Trace } {
  const origin = header === undefined ? undefined : readTraceHeader(header);
  if (origin?.spanId === undefined) return {};
  return { trace: { ...origin, spanId: origin.spanId, parentId: undefined } };
}

const failed = (ErrorCode: string, ErrorMessage: string): PutEventsResultEntry => ({ ErrorCode, ErrorMessage });

const missing = (name: string): PutEventsResultEntry =>
  failed('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);

const accessDenied = (bus: string, { caller }: EventsContext): PutEventsResultEntry =>
  failed(
    'AccessDeniedException',
    `User: ${caller.arn || caller.principal} is not authorized to perform: events:PutEvents on resource: ${bus} ` +
      'because no resource-based policy allows the events:PutEvents action',
  );
