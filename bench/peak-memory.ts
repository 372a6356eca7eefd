import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of the heap after all that nobody holds is gone. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let time = 0; time < 4; time += 1) collect();
  return process.memoryUsage().heapUsed;
}

/** The largest resident set while `work` is done, beyond what there was before: garbage and buffers are in it. */
export async function peakOf(work: () => Promise<void>): Promise<number> {
  heapBytes();
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(look);
  }
  return peak - before;
}
