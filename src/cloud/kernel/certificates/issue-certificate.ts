import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Random } from '../random.ts';
import { createCertificate, type DistinguishedName } from './create-certificate.ts';

/** A certificate with its key, both as PEM. */
export interface IssuedCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** What is chosen for a certificate; keys are Node's own randomness, serial numbers the cloud's. */
export interface IssueOptions {
  readonly subject: DistinguishedName;
  /** `rsa` has 2048 bits and costs some 100 ms; `ec` is P-256 and costs none. */
  readonly keyType: 'rsa' | 'ec';
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly random: Pick<Random, 'bytes'>;
  readonly hosts?: readonly string[];
  readonly uses?: readonly ('server' | 'client')[];
}

/** Who signs. */
export interface Signer {
  readonly name: DistinguishedName;
  readonly privateKey: KeyObject;
}

const serialBytes = 16;

/** Makes a key and a certificate of it that is signed by itself. */
export function selfSigned(options: IssueOptions & { readonly isAuthority?: boolean }): IssuedCertificate {
  return issue(options, undefined);
}

/** Makes a key and a certificate of it that an authority signs. */
export const issueCertificate = (options: IssueOptions, signer: Signer): IssuedCertificate => issue(options, signer);

function issue(
  { keyType, random, ...options }: IssueOptions & { readonly isAuthority?: boolean },
  signer: Signer | undefined,
): IssuedCertificate {
  const { publicKey, privateKey } =
    keyType === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificatePem = createCertificate({
    ...options,
    publicKey,
    issuer: signer?.name ?? options.subject,
    signingKey: signer?.privateKey ?? privateKey,
    serialNumber: random.bytes(serialBytes),
  });
  return { certificatePem, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
