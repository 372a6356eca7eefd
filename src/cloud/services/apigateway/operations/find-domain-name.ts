import { raise } from '../../../kernel/errors.ts';
import { notFound } from '../errors.ts';
import { type DomainNameRecord, domainKey, type RestApiState } from '../state.ts';

/** The custom domain, or NotFoundException; private ones are found with their id alone. Names are in lower case. */
export const findDomainName = (
  state: RestApiState,
  { domainName, domainNameId }: { readonly domainName: string; readonly domainNameId?: string | undefined },
): DomainNameRecord =>
  state.domainNames.get(domainKey({ domainName: domainName.toLowerCase(), domainNameId })) ??
  raise(notFound('Invalid domain name identifier specified'));
