import type { Outcome } from '../run/outcome.ts';

export type RetryOn = 'network' | '5xx' | '4xx' | number;

/** How a client behaves when something goes wrong. */
export interface ClientOptions {
  /** Tries after the first; default 0. */
  readonly retries?: number;
  /** What is tried again; default `['network', 429, '5xx']`. */
  readonly on?: readonly RetryOn[];
  /** Waits between tries: `'1s*2^n'` (default), `'500ms'`. Virtual time. */
  readonly backoff?: string;
  /** A try that takes longer is given up; default `'60s'`. */
  readonly timeout?: string;
  /** A try that is answered later is a finding, though it be answered well; default `'29s'`, as long as a REST API waits. */
  readonly within?: string;
  /** Which API, where the app has several. */
  readonly api?: string;
}

export interface RequestOptions {
  /** Sent as `Idempotency-Key`, the same with every try. */
  readonly idempotencyKey?: string;
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** A client of the app's HTTP API; time, failures and retries are the run's. */
export interface Client {
  get(path: string, options?: RequestOptions): Promise<Outcome>;
  post(path: string, options?: RequestOptions): Promise<Outcome>;
  put(path: string, options?: RequestOptions): Promise<Outcome>;
  patch(path: string, options?: RequestOptions): Promise<Outcome>;
  delete(path: string, options?: RequestOptions): Promise<Outcome>;
  request(method: string, path: string, options?: RequestOptions): Promise<Outcome>;
}

/** Puts the world into its first state. Names are those of the app: physical, logical or the construct's. */
export interface Given {
  secret(name: string): { set(value: string | object): Promise<void> };
  parameter(name: string): { set(value: string): Promise<void> };
  table(name: string): { put(...items: readonly object[]): Promise<void> };
  queue(name: string): { send(...bodies: readonly unknown[]): Promise<void> };
  bucket(name: string): { put(key: string, body: string | Uint8Array): Promise<void> };
  /** Any operation of any service, without faults. */
  call<Output = Record<string, unknown>>(service: string, operation: string, input: object): Promise<Output>;
}

/** Of a message, beside its body. */
export interface MessageOptions {
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Message attributes: texts, numbers and bytes. */
  readonly attributes?: Readonly<Record<string, string | number | Uint8Array>>;
  /** `'30s'`: nobody sees it before. */
  readonly delay?: string;
}

/** Of a message of a topic, beside its text. */
export interface PublishOptions extends Omit<MessageOptions, 'delay'> {
  readonly subject?: string;
}

/** Of an execution, beside its input. */
export interface StartOptions {
  /** Its name: a standard machine begins one of a name only once. */
  readonly name?: string;
  /** Nobody waits for an express one. */
  readonly async?: boolean;
}

/** An event for a bus. */
export interface ScenarioEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail?: object;
  readonly resources?: readonly string[];
  /** Default: the default bus. */
  readonly bus?: string;
}

/** What happens in a run: requests, messages, events, and time that passes. */
export interface When extends Omit<Given, 'call'> {
  client(options?: ClientOptions): Client;
  /** Which client of a race this is: `A`, `B`, … */
  readonly name: string;
  /** 0 for the first client of a race, 1 for the second … */
  readonly index: number;
  /** What to send, where the scenario fuzzes it: `json: w.input`. */
  readonly input: unknown;
  /** Invokes a function; `async` queues the event, as `InvocationType: Event` does. */
  invoke(functionName: string, payload?: unknown, options?: { readonly async?: boolean }): Promise<Outcome>;
  /** Sends a message; what becomes of it is the run's. */
  send(queueName: string, body: unknown, options?: MessageOptions): Promise<Outcome>;
  /** Publishes a message to a topic; who gets it, and how often, is the run's. */
  publish(topicName: string, message: unknown, options?: PublishOptions): Promise<Outcome>;
  /** Puts events on their buses in one call. */
  putEvents(...events: readonly ScenarioEvent[]): Promise<Outcome>;
  /**
   * Starts an execution of a state machine. Of an express one its client waits, and its end is the outcome; a standard one
   * goes on by itself, and the run ends with it.
   */
  start(machineName: string, input?: unknown, options?: StartOptions): Promise<Outcome>;
  /** Puts an object into a bucket, which tells whoever hears of it. */
  upload(bucketName: string, key: string, body: string | Uint8Array): Promise<Outcome>;
  /** Any operation of any service, as something that the client does: faults meet it, and how it ends is an outcome. */
  call(service: string, operation: string, input: object): Promise<Outcome>;
  /**
   * Invokes a function again and again, as a scheduler does: `await w.schedule('Sweep', { every: '1m', times: 3 })`. How
   * it ends is nobody's answer: only what it does is judged.
   */
  schedule(functionName: string, options: { readonly every: string; readonly times?: number }): Promise<void>;
  /**
   * Lets a schedule come: a rule of EventBridge or a schedule of EventBridge Scheduler, by its name or logical id. Time
   * passes to its next time, and its target is invoked as it says: with its input and role, its retries and its
   * dead-letter queue. `times` of its times, one after the other; default 1. Without this verb schedules that come again
   * do not come in a run; those that come once (`at(…)`) come by themselves.
   */
  tick(scheduleName: string, options?: { readonly times?: number }): Promise<void>;
  /** Virtual time: `await w.sleep('5m')`. */
  sleep(duration: string | number): Promise<void>;
}
