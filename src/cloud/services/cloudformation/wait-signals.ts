/** What somebody outside says of a wait condition. */
export interface WaitSignal {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly data: string;
}

type Listener = (signals: ReadonlyMap<string, WaitSignal>) => void;

/** Signals by the token in the URL of their handle. They may come before their condition waits for them. */
export class WaitSignals {
  readonly #received = new Map<string, Map<string, WaitSignal>>();
  readonly #listeners = new Map<string, Listener>();

  open(token: string): void {
    this.#received.set(token, new Map());
  }

  /** Tells whether there is such a handle. An id that was there before counts once. */
  receive(token: string, document: Readonly<Record<string, unknown>>): boolean {
    const signals = this.#received.get(token);
    if (!signals) return false;
    const { UniqueId, Status, Reason = '', Data = '' } = document;
    const id = UniqueId === undefined ? String(signals.size + 1) : String(UniqueId);
    signals.set(id, { id, status: String(Status), reason: String(Reason), data: String(Data) });
    this.#listeners.get(token)?.(signals);
    return true;
  }

  /** Told at once what was there already; the answer ends it. */
  listen(token: string, listener: Listener): () => void {
    this.#listeners.set(token, listener);
    listener(this.#received.get(token) ?? new Map());
    return () => void this.#listeners.delete(token);
  }

  count(token: string): number {
    return this.#received.get(token)?.size ?? 0;
  }

  clear(): void {
    this.#received.clear();
    this.#listeners.clear();
  }
}
