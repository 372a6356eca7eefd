import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IssuedCertificate, issueCertificate, selfSigned } from '../../kernel/certificates/issue-certificate.ts';
import { durationMs } from '../../kernel/clock.ts';
import { SquallError } from '../../kernel/errors.ts';
import { Random } from '../../kernel/random.ts';

/** Signs the certificates of this machine's clouds; who trusts it, trusts them. */
export interface LocalAuthority {
  /** What clients have to trust: `NODE_EXTRA_CA_CERTS`, `AWS_CA_BUNDLE`. */
  readonly file: string;
  /** A new key and its certificate for names and addresses. */
  issue(hosts: readonly string[]): IssuedCertificate;
}

const name = { organization: 'Squall', commonName: 'Squall local authority' };
const authorityLifeMs = durationMs('1d') * 3650;
/** Clients refuse certificates of servers that live longer than 398 days, or than 825 from private authorities. */
const certificateLifeMs = durationMs('1d') * 397;
/** A clock that is a little behind must not refuse what was just made. */
const backdatedMs = durationMs('1d');

/**
 * The authority of a directory, made there when it is asked for the first time, with its key for the owner alone.
 * @throws SquallError when the directory cannot be used, or holds something else
 */
export function openLocalAuthority(directory: string, nowMs: number): LocalAuthority {
  const file = join(directory, 'ca.pem');
  const keyFile = join(directory, 'ca-key.pem');
  const signer = read(file, keyFile, nowMs) ?? make(directory, { file, keyFile, nowMs });
  const random = new Random();
  return {
    file,
    issue: (hosts) =>
      issueCertificate(
        {
          subject: { organization: 'Squall', commonName: hosts[0] ?? 'localhost' },
          keyType: 'ec',
          notBeforeMs: nowMs - backdatedMs,
          notAfterMs: nowMs + certificateLifeMs,
          random,
          hosts,
          uses: ['server'],
        },
        { name, privateKey: signer },
      ),
  };
}

type PrivateKey = ReturnType<typeof createPrivateKey>;

/** Undefined where there is none, or one whose time is nearly over. */
function read(file: string, keyFile: string, nowMs: number): PrivateKey | undefined {
  if (!existsSync(file) || !existsSync(keyFile)) return undefined;
  try {
    const certificate = new X509Certificate(readFileSync(file));
    const key = createPrivateKey(readFileSync(keyFile));
    if (!certificate.checkPrivateKey(key)) throw new Error('the key is of another certificate');
    return certificate.validToDate.getTime() > nowMs + certificateLifeMs ? key : undefined;
  } catch (cause) {
    const hint = 'Delete both files: they are made again, and have to be trusted again.';
    throw new SquallError('AuthorityUnusable', `${file} and ${keyFile} are no authority.`, hint, { cause });
  }
}

function make(
  directory: string,
  { file, keyFile, nowMs }: { readonly file: string; readonly keyFile: string; readonly nowMs: number },
): PrivateKey {
  const { certificatePem, privateKeyPem } = selfSigned({
    subject: name,
    keyType: 'ec',
    isAuthority: true,
    notBeforeMs: nowMs - backdatedMs,
    notAfterMs: nowMs + authorityLifeMs,
    random: new Random(),
  });
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // The certificate comes last and at once: where it is, there is its key.
    writeFileSync(keyFile, privateKeyPem, { mode: 0o600 });
    writeFileSync(`${file}.part`, certificatePem);
    renameSync(`${file}.part`, file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const hint = 'Choose another place by --data or SQUALL_CACHE, or bring files: --tls-cert, --tls-key.';
    throw new SquallError('AuthorityUnusable', `Cannot keep an authority in ${directory} (${code}).`, hint, { cause });
  }
  return createPrivateKey(privateKeyPem);
}
