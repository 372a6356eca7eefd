import type { RedirectAllRequestsTo, RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3';

/** Where a request came to. */
export interface Visit {
  /** Of the request, with its port. */
  readonly host: string;
  /** Percent-encoded, without the leading slash. */
  readonly key: string;
  readonly query: string;
}

/** A redirection: its status and where it leads. */
export interface Redirection {
  readonly status: number;
  readonly location: string;
}

/** All requests of such a website lead to another host. */
export const redirectionOfAll = (
  { HostName, Protocol = 'http' }: RedirectAllRequestsTo,
  { key, query }: Visit,
): Redirection => ({ status: 301, location: `${Protocol}://${HostName}/${key}${suffixOf(query)}` });

/**
 * What the first routing rule that fits says. `error` is the status that would be answered otherwise: rules with an
 * error's code are asked when it has happened, all others ahead of the object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
 */
export function redirectionByRules(
  { RoutingRules: rules = [] }: WebsiteConfiguration,
  visit: Visit,
  error?: number,
): Redirection | undefined {
  const rule = rules.find((one) => fits(one, visit.key, error));
  return rule && redirectionOf(rule, visit);
}

function fits({ Condition }: RoutingRule, key: string, error: number | undefined): boolean {
  const code = Condition?.HttpErrorCodeReturnedEquals;
  const isItsTime = error === undefined ? code === undefined : code === String(error);
  return isItsTime && key.startsWith(Condition?.KeyPrefixEquals ?? '');
}

function redirectionOf({ Condition, Redirect = {} }: RoutingRule, { host, key, query }: Visit): Redirection {
  const {
    HostName = host,
    HttpRedirectCode = '301',
    Protocol = 'http',
    ReplaceKeyPrefixWith,
    ReplaceKeyWith,
  } = Redirect;
  const behind = key.slice((Condition?.KeyPrefixEquals ?? '').length);
  const target = ReplaceKeyWith ?? (ReplaceKeyPrefixWith === undefined ? key : ReplaceKeyPrefixWith + behind);
  return { status: Number(HttpRedirectCode), location: `${Protocol}://${HostName}/${target}${suffixOf(query)}` };
}

const suffixOf = (query: string): string => (query === '' ? '' : `?${query}`);
