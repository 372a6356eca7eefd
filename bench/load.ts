import { Agent, request } from 'node:http';
import { percentile } from './table.ts';

/** One raw HTTP request, prepared once so that the client costs as little as it can. */
export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/** Sends `count` requests, `concurrency` at a time, over connections that are kept. */
export async function load(
  port: number,
  shotOf: (index: number) => Shot,
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const tookMs: number[] = [];
  let failures = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      const startMs = performance.now();
      const status = await fire(agent, port, shotOf(index));
      tookMs.push(performance.now() - startMs);
      if (status !== 200) failures += 1;
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const totalMs = performance.now() - startMs;
  agent.destroy();
  return {
    perSecond: (count / totalMs) * 1000,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    failures,
  };
}

export function fire(agent: Agent, port: number, shot: Shot): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      { agent, port, host: '127.0.0.1', method: shot.method, path: shot.path, headers: shot.headers },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    call.on('error', reject);
    call.end(shot.body);
  });
}

/** Asks for a path, which must answer 200 with JSON. */
export function getJson<Answer>(agent: Agent, port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ agent, port, path, host: '127.0.0.1' }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as Answer);
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    call.on('error', reject);
    call.end();
  });
}
