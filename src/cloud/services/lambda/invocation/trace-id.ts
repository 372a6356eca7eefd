import type { Context } from '../../../service-kit/contract.ts';

/**
 * A fresh trace header, `Root=1-<time>-<id>;Parent=<id>;Sampled=0`: not sampled, so nothing is recorded of it.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function newTraceId({ clock, random }: Pick<Context, 'clock' | 'random'>): string {
  const time = Math.floor(clock.now() / 1000).toString(16);
  return `Root=1-${time}-${random.hex(24)};Parent=${random.hex(16)};Sampled=0`;
}
