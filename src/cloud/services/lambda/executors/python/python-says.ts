/** What a shimmed Python says; all but the first three wait for an answer. */
export type PythonSays =
  /** A line that it printed is the body. */
  | { readonly op: 'log' }
  /** Something that cannot be held to the run's time and network was tried. */
  | { readonly op: 'refused'; readonly what: string }
  /** A loop without an end: it does nothing more. */
  | { readonly op: 'looped'; readonly where: string }
  | PythonRequest
  | { readonly op: 'sleep'; readonly ms: number }
  /** It waits for what nobody will bring about. */
  | { readonly op: 'forever' };

/** A request that it sends: its body is the frame's. */
export interface PythonRequest {
  readonly op: 'http';
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  /** How long its socket waits; null: without an end. */
  readonly timeoutMs: number | null;
}
