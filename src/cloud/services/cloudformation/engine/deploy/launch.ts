import { ownerOf } from './owners/owner-of.ts';
import { type Operated, perform } from './perform.ts';
import type { Run } from './run.ts';

/** How long a reply is held while its stack is worked on: below the 60 s at which botocore gives up and asks again. */
const replyHoldMsMax = 45_000;

/**
 * Works on a stack and resolves when that is done, so that clients need not poll. What takes longer than a client
 * would wait goes on behind the reply.
 */
export async function launch(operated: Omit<Operated, 'ownerOf'>, work: (run: Run) => Promise<void>): Promise<void> {
  const hold = new AbortController();
  const done = perform({ ...operated, ownerOf }, (run) => {
    void run.operation.awaiting.then(() => hold.abort());
    return work(run);
  });
  const waited = operated.context.clock.sleep(replyHoldMsMax, hold.signal).catch(() => {});
  await Promise.race([done, waited]);
  hold.abort();
}
