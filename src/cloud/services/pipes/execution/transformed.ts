import type { PipeRecord } from '../state.ts';
import { type ReservedValues, readTemplate, render } from '../transform/input-template.ts';
import type { PipeEvent } from '../transform/pipe-event.ts';
import type { StageItem } from './stage.ts';

/** Events with what the template makes of each of them; an empty template changes nothing. */
export function transformed(
  events: readonly PipeEvent[],
  template: string | undefined,
  pipe: PipeRecord,
  nowMs: number,
): StageItem[] {
  if (!template) return events.map((event) => ({ event, text: event.text }));
  const read = readTemplate(template);
  const values: ReservedValues = {
    'aws.pipes.pipe-arn': pipe.arn,
    'aws.pipes.pipe-name': pipe.name,
    'aws.pipes.source-arn': pipe.source,
    'aws.pipes.enrichment-arn': pipe.enrichment,
    'aws.pipes.target-arn': pipe.target,
    'aws.pipes.event.ingestion-time': new Date(nowMs).toISOString(),
  };
  return events.map((event) => ({ event, text: render(read, event, values) }));
}
