import type { Target } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from '../dispatch/bus-event.ts';
import { type Occasion, transformInput } from '../transformers/input-transformer.ts';
import { valueAt } from '../transformers/json-path.ts';

/** What a target gets of an event; `eventText` is the event as it is. */
export function targetInput(target: Target, event: BusEvent, eventText: string, occasion: Occasion): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return InputPath === '$' ? eventText : JSON.stringify(valueAt(event, InputPath) ?? null);
  if (!InputTransformer) return eventText;
  const { InputPathsMap: paths = {}, InputTemplate: template = '' } = InputTransformer;
  return transformInput({ paths, template }, event, occasion);
}
