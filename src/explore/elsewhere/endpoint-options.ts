/** Another cloud, and how to go about with it. */
export interface EndpointOptions {
  /** On this machine: `http://127.0.0.1:4566`. */
  readonly url: string;
  /** The stack that the app is, where several are deployed. */
  readonly stack?: string;
  /** Empties tables and queues of the stack before every run. */
  readonly empty?: boolean;
  /** The name of this machine as functions see it; default `127.0.0.1`. Another makes the proxy listen on all addresses. */
  readonly host?: string;
  /** How long nothing must happen until a run counts as over; default `'300ms'`. */
  readonly settle?: string;
  /** How long a call is held that gets no answer; default `'30s'`. */
  readonly hang?: string;
  readonly region?: string;
}
