import type { EventSourceMapping } from '../state.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const batchesAtFirst = 5;
const batchesMax = 1250;
/** 300 more a minute, for as long as messages are left. */
export const growthMs = 1000;
const growth = 5;

/** How many batches of a mapping may be worked on at once. */
export class Scaling {
  #allowed = batchesAtFirst;

  hasRoom(running: number, { maximumConcurrency = batchesMax }: EventSourceMapping): boolean {
    return running < Math.min(this.#allowed, maximumConcurrency);
  }

  canGrow({ maximumConcurrency = batchesMax }: EventSourceMapping): boolean {
    return this.#allowed < maximumConcurrency;
  }

  grow(): void {
    this.#allowed = Math.min(batchesMax, this.#allowed + growth);
  }

  /** The queue is empty: back to where it began. */
  relax(): void {
    this.#allowed = batchesAtFirst;
  }
}
