import { createSecureContext, type SecureContext } from 'node:tls';
import { BoundedMap } from '../../kernel/bounded-map.ts';
import { SquallError } from '../../kernel/errors.ts';
import { parseAuthority } from '../authority.ts';
import type { LocalAuthority } from './local-authority.ts';

/** What the port shows to those who connect by TLS. */
export interface ServerCertificates {
  /** For clients that name no server. */
  readonly unnamed: GivenCertificate;
  /** `truststore`: certificates as PEM that clients' own must come from. */
  contextOf(serverName: string, truststore: string | undefined): SecureContext;
}

/** A key and its certificate, chain included, as PEM. */
export interface GivenCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

const ownHosts = ['localhost', '127.0.0.1', '::1', 'localhost.localstack.cloud'];
const keptMax = 1000;

/** One for each name that is asked for, made by the authority when it is. */
export function issuedCertificates(authority: LocalAuthority): ServerCertificates {
  const pairs = new BoundedMap<string, GivenCertificate>(keptMax);
  const pairOf = (hosts: readonly string[]): GivenCertificate => {
    const key = hosts.join(' ');
    let pair = pairs.get(key);
    if (!pair) {
      const { certificatePem, privateKeyPem } = authority.issue(hosts);
      pair = { certificate: certificatePem, privateKey: privateKeyPem };
      pairs.set(key, pair);
    }
    return pair;
  };
  return contextsOf((serverName) => {
    const isName = serverName !== undefined && parseAuthority(serverName)?.kind === 'name';
    return pairOf(isName && !ownHosts.includes(serverName) ? [serverName] : ownHosts);
  });
}

/**
 * The one that the user brought, whatever the name.
 * @throws SquallError for what is no certificate with its key
 */
export function givenCertificate(pair: GivenCertificate): ServerCertificates {
  try {
    createSecureContext({ cert: pair.certificate, key: pair.privateKey });
    return contextsOf(() => pair);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Both are PEM: the certificate, with its chain behind it, and its private key.';
    throw new SquallError('InvalidOption', `The certificate for TLS cannot be used: ${reason}.`, hint, { cause });
  }
}

function contextsOf(pairOf: (serverName: string | undefined) => GivenCertificate): ServerCertificates {
  const kept = new BoundedMap<string, SecureContext>(keptMax);
  const make = (serverName: string | undefined, truststore: string | undefined): SecureContext => {
    const { certificate, privateKey } = pairOf(serverName);
    // An empty text would stand for the public authorities.
    const ca = truststore === undefined ? {} : { ca: truststore === '' ? [] : truststore };
    return createSecureContext({ cert: certificate, key: privateKey, ...ca });
  };
  return {
    unnamed: pairOf(undefined),
    contextOf(serverName, truststore) {
      const key = JSON.stringify([serverName, truststore]);
      let context = kept.get(key);
      if (!context) {
        context = make(serverName, truststore);
        kept.set(key, context);
      }
      return context;
    },
  };
}
