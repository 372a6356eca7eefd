import { join } from 'node:path';
import { cacheDirectory } from '../../kernel/cache-directory.ts';
import { Clock } from '../../kernel/clock.ts';
import { openLocalAuthority } from './local-authority.ts';
import {
  type GivenCertificate,
  givenCertificate,
  issuedCertificates,
  type ServerCertificates,
} from './server-certificates.ts';

/** `true`: an authority of Squall's own, kept with the data or in the cache; else one in that directory, or a certificate that is brought. */
export type TlsOption = boolean | { readonly directory: string } | GivenCertificate;

/** What the port shows, and what clients have to trust for it. */
export interface OpenedTls {
  readonly certificates: ServerCertificates;
  /** Undefined for a certificate that was brought. */
  readonly authorityFile: string | undefined;
}

/** Undefined where nothing is to be answered by TLS. Throws SquallError for files and directories that cannot be used. */
export function openTls(option: TlsOption | undefined, data: string | undefined): OpenedTls | undefined {
  if (option === undefined || option === false) return undefined;
  if (option !== true && 'certificate' in option) {
    return { certificates: givenCertificate(option), authorityFile: undefined };
  }
  const own = data === undefined ? cacheDirectory('tls') : join(data, 'tls');
  // Clients judge certificates by the true time, whatever the cloud's is.
  const authority = openLocalAuthority(option === true ? own : option.directory, new Clock().now());
  return { certificates: issuedCertificates(authority), authorityFile: authority.file };
}
