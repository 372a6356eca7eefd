import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { mayPutEvents } from '../buses/bus-policy.ts';
import { getBus } from '../buses/find-bus.ts';
import type { BusEvent } from '../dispatch/bus-event.ts';
import { dispatchEvent } from '../dispatch/dispatch-event.ts';
import type { EventsState } from '../state.ts';

/** An event that a rule of another bus hands on. */
export interface TakeEventInput {
  readonly BusName: string;
  /** As JSON. */
  readonly Event: string;
  /** ARNs of the rules by which it came, as JSON. */
  readonly Path: string;
  /** The account of the bus before. */
  readonly From: string;
}

/** Ours: an event keeps its id, source, account, region and time on every bus that it comes to. */
export const takeEvent: Operation<TakeEventInput, object, EventsState> = (state, input, context) => {
  const bus = getBus(state, input.BusName, context);
  const event = JSON.parse(input.Event) as BusEvent;
  const nowMs = context.clock.now();
  const asked = { caller: context.caller, account: input.From, source: event.source, detailType: event['detail-type'] };
  if (input.From !== context.account && !mayPutEvents(bus, asked, nowMs)) {
    throw new AwsError('AccessDeniedException', `The event bus ${bus.arn} allows the account ${input.From} nothing.`);
  }
  const accepted = { event, text: input.Event, ingestedMs: nowMs, path: JSON.parse(input.Path) as readonly string[] };
  dispatchEvent(state, { ...bus, account: context.account, region: context.region }, accepted, context);
  return {};
};
