import type { Trace } from './trace.ts';

/** A hop that is under way, as those need to know it who are caused by it. */
export interface CurrentHop {
  readonly id: string;
  readonly trace: Trace;
}

interface RunningEnvironment {
  readonly crash: () => void;
  current: CurrentHop | undefined;
}

/**
 * The execution environments that run now, by the access key that each of them signs its calls with. So the boundary
 * knows in whose course a function makes a call, and can end the function that makes it.
 */
export class ExecutionEnvironments {
  readonly #running = new Map<string, RunningEnvironment>();

  add(accessKeyId: string, crash: () => void): void {
    this.#running.set(accessKeyId, { crash, current: undefined });
  }

  remove(accessKeyId: string): void {
    this.#running.delete(accessKeyId);
  }

  /** An invoke begins there; what the environment calls until the next one begins happens in its course. */
  begin(accessKeyId: string, invoke: CurrentHop): void {
    const environment = this.#running.get(accessKeyId);
    if (environment) environment.current = invoke;
  }

  /** The invoke that the environment works on, or worked on last: code that goes on after its reply still acts for it. */
  currentOf(accessKeyId: string): CurrentHop | undefined {
    return this.#running.get(accessKeyId)?.current;
  }

  /** Ends the environment as if its process had died; does nothing for callers that are no environments. */
  crash(accessKeyId: string): void {
    this.#running.get(accessKeyId)?.crash();
  }
}
