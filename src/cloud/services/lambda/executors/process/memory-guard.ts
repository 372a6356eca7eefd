import type { Clock, Timer } from '../../../../kernel/clock.ts';
import type { ProcessGroup } from './process-group.ts';

const sampleEveryMs = 100;

/**
 * What a process may need beyond the function's memory before it is ended. AWS counts in a small machine of its own;
 * here the runtime sees the host's memory and collects garbage later, and the warm process carries what it preloads.
 */
const headroomMb = 96;

/** Ends a process that needs more memory than its function has, while it works on an invoke. */
export class MemoryGuard {
  #timer: Timer | undefined;
  readonly #group: ProcessGroup;
  readonly #limitMb: number;
  readonly #clock: Clock;

  constructor(group: ProcessGroup, memoryMb: number, clock: Clock) {
    this.#group = group;
    this.#limitMb = memoryMb + headroomMb;
    this.#clock = clock;
  }

  watch(): void {
    this.#timer = this.#clock.setTimer(sampleEveryMs, () => {
      if (this.#group.residentMb() > this.#limitMb) this.#group.kill({ outOfMemory: true });
      else this.watch();
    });
  }

  rest(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
