import type { DeferredCall } from '../../../kernel/scheduler.ts';

type Make = (call: DeferredCall) => void;

/**
 * Calls that executions hand to themselves while a client waits for them: made at once and in the course of the client's
 * call, since neither outlives the process.
 */
export class SyncCalls {
  readonly #makers = new Map<string, Make>();
  /** Of executions whose client's call is still beginning. */
  readonly #early = new Map<string, DeferredCall[]>();

  make(executionArn: string, call: DeferredCall): void {
    const make = this.#makers.get(executionArn);
    if (make) {
      make(call);
      return;
    }
    const early = this.#early.get(executionArn) ?? [];
    early.push(call);
    this.#early.set(executionArn, early);
  }

  /** `make` makes the calls of an execution from here on, those that wait first. */
  takeOver(executionArn: string, make: Make): void {
    const early = this.#early.get(executionArn) ?? [];
    this.#early.delete(executionArn);
    this.#makers.set(executionArn, make);
    for (const call of early) make(call);
  }

  leave(executionArn: string): void {
    this.#makers.delete(executionArn);
  }

  forget(): void {
    this.#makers.clear();
    this.#early.clear();
  }
}
