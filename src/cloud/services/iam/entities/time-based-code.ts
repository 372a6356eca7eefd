import { createHmac } from 'node:crypto';

const stepMs = 30_000;
/** AWS tolerates clocks of devices that are off, and says not by how much. */
const stepsOff = 20;

/** The code that a device shows at a time: six digits, by RFC 6238 over the secret that the device was given. */
export function timeBasedCode(secret: Uint8Array, atMs: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / stepMs)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Whether the device showed the two codes one after the other, around now. */
export function areConsecutiveCodes(secret: Uint8Array, codes: readonly [string, string], nowMs: number): boolean {
  for (let step = -stepsOff; step <= stepsOff; step += 1) {
    const atMs = nowMs + step * stepMs;
    const isFirst = timeBasedCode(secret, atMs) === codes[0];
    if (isFirst && timeBasedCode(secret, atMs + stepMs) === codes[1]) return true;
  }
  return false;
}

/** How far a device's clock may be off where one code is enough. AWS does not say. */
const stepsOffOnce = 1;

/** The step at which a device shows the code, around now and after `usedStep`; undefined when it does not. */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  nowMs: number,
  usedStep = Number.NEGATIVE_INFINITY,
): number | undefined {
  const current = Math.floor(nowMs / stepMs);
  for (let step = current - stepsOffOnce; step <= current + stepsOffOnce; step += 1) {
    if (step > usedStep && timeBasedCode(secret, step * stepMs) === code) return step;
  }
  return undefined;
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, in which devices take their secret. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32Alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}
