/** Work that Node does outside of JavaScript: files, compression, cryptography. Its end comes by itself. */
const realWork = /^(?:FSReq|.*(?:Request|REQUEST|Job|JOB)$|ZLIB|Zlib|Scrypt|PBKDF2|RandomBytes|GetAddrInfoReqWrap)/;

const hasRealWork = (): boolean => process.getActiveResourcesInfo().some((name) => realWork.test(name));

/** Turns of the loop without anything happening, after which nothing will: streams and promises need one or two. */
const stillTurns = 3;

/** Waits until nothing goes on any more but what waits for a pending call or for time to pass. */
export async function waitUntilIdle(activity: () => number): Promise<void> {
  let seen = activity();
  for (let still = 0; still < stillTurns; ) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const now = activity();
    const isStill = now === seen && !(still === stillTurns - 1 && hasRealWork());
    still = isStill ? still + 1 : 0;
    seen = now;
  }
}
