import { Session } from 'node:inspector/promises';

/** The source files of the cloud in which a function ran while `work` went on, as V8's coverage has it. */
export async function filesEntered(work: () => Promise<unknown>): Promise<string[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await session.post('Profiler.takePreciseCoverage');
    await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const entered = result.filter(({ functions }) =>
      functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)),
    );
    return entered
      .map(({ url }) => /\/src\/(.*\.ts)/.exec(url)?.[1] ?? '')
      .filter((file) => file.startsWith('cloud/') && !file.endsWith('.test.ts'))
      .sort();
  } finally {
    session.disconnect();
  }
}
