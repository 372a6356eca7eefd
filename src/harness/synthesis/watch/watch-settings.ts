/** The environment variable that tells the processes of a synthesis what to watch, as JSON. */
export const watchVariable = 'SQUALL_SYNTHESIS_WATCH';

export interface WatchSettings {
  /** Where the project lies; only what is in it is noted. Resolved: no part of it is a link. */
  readonly root: string;
  /** Where the assembly is written: what lies in it is none of the app's sources. */
  readonly output: string;
  /** Each process leaves its notes in here, as `PID-THREAD.json`. */
  readonly notes: string;
  /** Where bundles are kept; undefined: nowhere. */
  readonly bundles?: string;
}

export function readWatchSettings(environment: NodeJS.ProcessEnv): WatchSettings | undefined {
  const text = environment[watchVariable];
  return text === undefined ? undefined : (JSON.parse(text) as WatchSettings);
}
