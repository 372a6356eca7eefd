import { checkPrimeSync, createPrivateKey } from 'node:crypto';
import type { Random } from '../kernel/random.ts';

const exponent = 65_537n;
const sieveMax = 20_000;
const windowSize = 8192;

/** A private key in PKCS #8 from the cloud's own randomness, so that a seed repeats it. */
export function newRsaKey(bits: number, random: Random): Uint8Array {
  for (;;) {
    const [p, q] = [newPrime(bits / 2, random), newPrime(bits / 2, random)];
    if (p === q) continue;
    const phi = (p - 1n) * (q - 1n);
    const d = inverse(exponent, phi);
    const jwk = {
      kty: 'RSA',
      n: encode(p * q),
      e: encode(exponent),
      d: encode(d),
      p: encode(p),
      q: encode(q),
      dp: encode(d % (p - 1n)),
      dq: encode(d % (q - 1n)),
      qi: encode(inverse(q, p)),
    };
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    return new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));
  }
}

/** The first prime behind a random number of `bits` bits that begins with two ones; OpenSSL judges what a sieve leaves. */
function newPrime(bits: number, random: Random): bigint {
  for (;;) {
    const start = BigInt(`0x${Buffer.from(random.bytes(bits / 8)).toString('hex')}`) | (3n << BigInt(bits - 2)) | 1n;
    for (const offset of sieved(start)) {
      const candidate = start + BigInt(offset);
      if ((candidate - 1n) % exponent !== 0n && checkPrimeSync(candidate)) return candidate;
    }
  }
}

/** Even distances from `start` at which no small prime divides. */
function sieved(start: bigint): number[] {
  const composite = new Uint8Array(windowSize);
  for (const prime of smallPrimes()) {
    const first = (prime - Number(start % BigInt(prime))) % prime;
    for (let offset = first; offset < windowSize; offset += prime) composite[offset] = 1;
  }
  const left: number[] = [];
  for (let offset = 0; offset < windowSize; offset += 2) if (composite[offset] === 0) left.push(offset);
  return left;
}

function smallPrimes(): number[] {
  const composite = new Uint8Array(sieveMax);
  const primes: number[] = [];
  for (let number = 3; number < sieveMax; number += 2) {
    if (composite[number] === 1) continue;
    primes.push(number);
    for (let multiple = number * number; multiple < sieveMax; multiple += number) composite[multiple] = 1;
  }
  return primes;
}

/** By the extended Euclidean algorithm. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [r, nextR, t, nextT] = [modulus, ((value % modulus) + modulus) % modulus, 0n, 1n];
  while (nextR !== 0n) {
    const quotient = r / nextR;
    [r, nextR] = [nextR, r - quotient * nextR];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return ((t % modulus) + modulus) % modulus;
}

function encode(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
