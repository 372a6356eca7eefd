import type { HttpResponse } from '../../../../kernel/http.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
const entryBytesMax = 1_048_576;
/** However large a cluster was ordered: it is this process's memory. */
const bytesMax = 256 * 1024 * 1024;

interface Entry {
  readonly response: HttpResponse;
  readonly bytes: number;
  readonly expiresMs: number;
}

/** What one stage keeps; the key says of which release. */
interface StageCache {
  readonly entries: Map<string, Entry>;
  bytes: number;
}

/** Responses that stages keep, each for its time; a full cluster drops what was used longest ago. */
export class ResponseCache {
  readonly #stages = new Map<string, StageCache>();

  get(stage: string, key: string, nowMs: number): HttpResponse | undefined {
    const cache = this.#stages.get(stage);
    const entry = cache?.entries.get(key);
    if (!cache || !entry) return undefined;
    this.#remove(cache, key, entry);
    if (entry.expiresMs <= nowMs) return undefined;
    this.#add(cache, key, entry);
    return entry.response;
  }

  /** Keeps nothing that is larger than AWS keeps. `sizeGb` is the cluster's. */
  set(
    stage: string,
    key: string,
    response: HttpResponse,
    { expiresMs, sizeGb }: { expiresMs: number; sizeGb: number },
  ): void {
    const bytes = Buffer.byteLength(response.body);
    if (bytes > entryBytesMax) return;
    const cache = this.#stages.get(stage) ?? { entries: new Map<string, Entry>(), bytes: 0 };
    this.#stages.set(stage, cache);
    const before = cache.entries.get(key);
    if (before) this.#remove(cache, key, before);
    this.#add(cache, key, { response, bytes, expiresMs });
    const most = Math.min(sizeGb * 1024 ** 3, bytesMax);
    for (const [oldest, entry] of cache.entries) {
      if (cache.bytes <= most) break;
      this.#remove(cache, oldest, entry);
    }
  }

  /** All that a stage keeps, of every release: what FlushStageCache does. */
  flush(apiId: string, stageName: string): void {
    this.#stages.delete(stageCacheName(apiId, stageName));
  }

  clear(): void {
    this.#stages.clear();
  }

  #add(cache: StageCache, key: string, entry: Entry): void {
    cache.entries.set(key, entry);
    cache.bytes += entry.bytes;
  }

  #remove(cache: StageCache, key: string, entry: Entry): void {
    cache.entries.delete(key);
    cache.bytes -= entry.bytes;
  }
}

/** A stage, as the cache knows it. */
export const stageCacheName = (apiId: string, stageName: string): string => `${apiId}/${stageName}`;
