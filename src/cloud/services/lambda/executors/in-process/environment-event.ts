import type { InvokeOutcome } from '../../../../kernel/executor.ts';

interface Whose {
  /** Of the environment. */
  readonly accessKeyId: string;
  readonly functionName: string;
  /** Of the invocation that is under way, or was the last. */
  readonly requestId: string | undefined;
}

/** What an observer may know of the code in an in-process environment. */
export type EnvironmentEvent = Whose &
  /** `remainingMs`: of its timeout. */
  (
    | { readonly kind: 'invoked'; readonly remainingMs: number }
    /** `outstanding`: requests that it had sent since the last reply and that were unanswered when it replied with `outcome`. */
    | {
        readonly kind: 'replied';
        readonly outstanding: readonly string[];
        readonly pendingTimers: number;
        readonly outcome: InvokeOutcome;
      }
    | { readonly kind: 'sentAfterReply'; readonly request: string }
    /** A loop without an end was broken off. */
    | { readonly kind: 'looped'; readonly where: string }
    /** Something that cannot be shims was used: another process, a socket, a native addon. */
    | { readonly kind: 'refused'; readonly what: string }
    | { readonly kind: 'ended' }
  );
