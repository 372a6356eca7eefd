import type { Kernel } from '../../../kernel/kernel.ts';

/** What pollers use of SQS's runtime; `services/sqs/README.md` promises it. */
export interface QueueSignals {
  /** Calls `listener` whenever there may be something to receive; the answer ends that. */
  onMessages(queueArn: string, listener: () => void): () => void;
  /** Whether a receive would find something now. */
  hasVisible(queueArn: string): boolean;
}

/** Looked up late: SQS starts after Lambda. */
export const queueSignals = (kernel: Kernel): QueueSignals => kernel.runtime('sqs') as unknown as QueueSignals;
