/** 22 of `nodejs22.x`; undefined for anything else. */
export function nodeMajor(runtime: string): number | undefined {
  const major = /^nodejs(\d+)\.x$/.exec(runtime)?.[1];
  return major === undefined ? undefined : Number(major);
}
