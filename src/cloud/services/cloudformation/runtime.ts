import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import { recoverStacks } from './recover.ts';
import type { StackEvent } from './state.ts';
import { WaitSignals } from './wait-signals.ts';

/** What a custom resource's handler put to its ResponseURL. */
export type CustomResourceAnswer = Readonly<Record<string, unknown>>;

type EventListener = (event: StackEvent) => void;

/** An operation on a stack that is not done yet. */
export interface Underway {
  /** Aborted when the world was replaced under it or the cloud ends: nothing may be written any more. */
  readonly orphaned: AbortSignal;
  /** Aborted when it shall begin nothing new and wait for nobody: CancelUpdateStack, a timeout, a failure. */
  readonly cancelled: AbortSignal;
  cancel(): void;
  /** Resolves when somebody outside must act before it goes on: nobody may be kept waiting for its end. */
  readonly awaiting: Promise<void>;
  awaitSomebody(): void;
  readonly finished: Promise<void>;
  finish(): void;
}

/** What is alive beside the state: operations under way, and who waits for what. */
export interface CloudFormationRuntime extends ServiceRuntime {
  /** Calls `listener` for each stack event as it happens; the answer ends that. For showing progress live. */
  onEvent(listener: EventListener): () => void;
  emit(event: StackEvent): void;
  begin(stackId: string): Underway;
  underway(stackId: string): Underway | undefined;
  /** Waits for a custom resource's answer under `token`; `forget` when it is no longer wanted. */
  expect(token: string): { readonly answer: Promise<CustomResourceAnswer>; forget(): void };
  /** Tells whether somebody was waiting. */
  answer(token: string, answer: CustomResourceAnswer): boolean;
  readonly signals: WaitSignals;
  forget(): void;
  close(): void;
}

/** Begins with a look at what the last process left unfinished. */
export function startRuntime(kernel: Kernel): CloudFormationRuntime {
  const listeners = new Set<EventListener>();
  const operations = new Map<string, Underway & { orphan(): void }>();
  const signals = new WaitSignals();
  const waiting = new Map<string, (answer: CustomResourceAnswer) => void>();
  const orphanAll = () => {
    for (const operation of operations.values()) operation.orphan();
    operations.clear();
    waiting.clear();
    signals.clear();
  };
  // Opened with a data directory: whatever was under way when the process ended will not go on.
  recoverStacks(kernel);
  return {
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    begin(stackId) {
      const operation = createOperation(() => {
        if (operations.get(stackId) === operation) operations.delete(stackId);
      });
      operations.set(stackId, operation);
      return operation;
    },
    underway: (stackId) => operations.get(stackId),
    expect(token) {
      const { promise, resolve } = Promise.withResolvers<CustomResourceAnswer>();
      waiting.set(token, resolve);
      return { answer: promise, forget: () => void waiting.delete(token) };
    },
    answer(token, answer) {
      const resolve = waiting.get(token);
      waiting.delete(token);
      resolve?.(answer);
      return resolve !== undefined;
    },
    signals,
    forget() {
      orphanAll();
      recoverStacks(kernel);
    },
    close: orphanAll,
  };
}

function createOperation(onFinish: () => void): Underway & { orphan(): void } {
  const orphaned = new AbortController();
  const cancelled = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const awaiting = Promise.withResolvers<void>();
  return {
    awaiting: awaiting.promise,
    awaitSomebody: awaiting.resolve,
    orphaned: orphaned.signal,
    cancelled: cancelled.signal,
    cancel: () => cancelled.abort(),
    orphan: () => {
      orphaned.abort();
      cancelled.abort();
    },
    finished: promise,
    finish: () => {
      onFinish();
      resolve();
    },
  };
}
