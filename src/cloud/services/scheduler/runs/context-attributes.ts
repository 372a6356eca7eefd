/** What the input of a target may ask for. */
export interface RunAttributes {
  readonly scheduleArn: string;
  readonly scheduledMs: number;
  readonly executionId: string;
  /** 1-based. */
  readonly attempt: number;
}

/** `2026-11-27T10:00:00Z` */
export const wholeSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * Puts a run's attributes into an input: `<aws.scheduler.scheduled-time>`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function fillAttributes(input: string, run: RunAttributes): string {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': run.scheduleArn,
    'scheduled-time': wholeSeconds(run.scheduledMs),
    'execution-id': run.executionId,
    'attempt-number': String(run.attempt),
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
