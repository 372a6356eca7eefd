/** A curve y² = x³ + ax + b over the integers modulo p, and the order n of its base point; https://www.secg.org/sec2-v2.pdf */
export interface Curve {
  readonly p: bigint;
  readonly a: bigint;
  readonly n: bigint;
  readonly bytes: number;
}

const nist = (p: bigint, n: bigint, bytes: number): Curve => ({ p, a: p - 3n, n, bytes });

/** By OpenSSL's names. */
export const curves: Readonly<Record<string, Curve>> = {
  prime256v1: nist(
    2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    32,
  ),
  secp384r1: nist(
    2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    48,
  ),
  secp521r1: nist(
    2n ** 521n - 1n,
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    66,
  ),
  secp256k1: {
    p: 2n ** 256n - 2n ** 32n - 977n,
    a: 0n,
    n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    bytes: 32,
  },
};
