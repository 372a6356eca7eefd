/** A `Date` whose now is somebody else's; in everything else the engine's own. */
export function shimDate(nowMs: () => number): DateConstructor {
  const shims = function ownDate(this: unknown, ...parameters: unknown[]): unknown {
    if (new.target === undefined) return new Date(nowMs()).toString();
    const target = new.target === (shims as unknown) ? Date : new.target;
    return Reflect.construct(Date, parameters.length === 0 ? [nowMs()] : parameters, target);
  };
  Object.defineProperty(shims, 'name', { value: 'Date' });
  return Object.assign(shims as unknown as DateConstructor, {
    prototype: Date.prototype,
    now: nowMs,
    parse: Date.parse,
    UTC: Date.UTC,
  });
}

/** `performance`, counting from when its environment began. */
export function shimPerformance(nowMs: () => number): object {
  const originMs = nowMs();
  const shims = {
    timeOrigin: originMs,
    now: () => nowMs() - originMs,
    mark: () => undefined,
    measure: () => undefined,
    clearMarks: () => undefined,
    clearMeasures: () => undefined,
    getEntries: () => [],
    getEntriesByName: () => [],
    getEntriesByType: () => [],
    eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
    toJSON: () => ({ timeOrigin: originMs }),
  };
  return shims;
}

/** `process.hrtime`, with its bigint form. */
export function shimHrtime(nowMs: () => number): NodeJS.HRTime {
  const hrtime = (previous?: [number, number]): [number, number] => {
    const ms = nowMs();
    let seconds = Math.floor(ms / 1000);
    let nanos = Math.round((ms - seconds * 1000) * 1e6);
    if (previous) {
      seconds -= previous[0];
      nanos -= previous[1];
      if (nanos < 0) {
        seconds -= 1;
        nanos += 1e9;
      }
    }
    return [seconds, nanos];
  };
  return Object.assign(hrtime, { bigint: () => BigInt(Math.round(nowMs() * 1e6)) });
}
