import type { Redirect, RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';

const rulesMax = 50; // AWS: routing rules of a website

/**
 * Throws what S3 says to a website that it cannot serve: MalformedXML, InvalidArgument or InvalidRequest.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
 */
export function assertWebsite(website: WebsiteConfiguration): void {
  const { ErrorDocument, IndexDocument, RedirectAllRequestsTo: everything, RoutingRules: rules } = website;
  if (everything) {
    if (everything.HostName === undefined || everything.HostName === '') throw malformedXml();
    if (IndexDocument || ErrorDocument || rules) {
      throw invalidArgument(
        'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
        'RedirectAllRequestsTo',
        'not null',
      );
    }
    assertProtocol(everything.Protocol);
    return;
  }
  assertIndex(IndexDocument?.Suffix);
  if (ErrorDocument && !ErrorDocument.Key) {
    throw invalidArgument('The ErrorDocument Key is not well formed', 'ErrorDocument', ErrorDocument.Key ?? '');
  }
  if (rules && (rules.length === 0 || rules.length > rulesMax)) throw malformedXml();
  for (const rule of rules ?? []) assertRule(rule);
}

function assertIndex(suffix: string | undefined): void {
  if (suffix === undefined) {
    throw invalidArgument(
      'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
      'IndexDocument',
      'null',
    );
  }
  if (suffix === '' || suffix.includes('/')) {
    throw invalidArgument('The IndexDocument Suffix is not well formed', 'IndexDocument', suffix);
  }
}

function assertRule({ Condition, Redirect }: RoutingRule): void {
  if (!Redirect || Object.values(Redirect).every((value) => value === undefined)) throw malformedXml();
  if (Condition) {
    const { HttpErrorCodeReturnedEquals: code, KeyPrefixEquals: prefix } = Condition;
    if (code === undefined && prefix === undefined) {
      throw invalidRequest(
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
      );
    }
    if (code !== undefined && !/^[45]\d\d$/.test(code)) {
      throw invalidRequest(`The provided HTTP error code (${code}) is not valid. Valid codes are 4XX or 5XX.`);
    }
  }
  assertRedirect(Redirect);
}

function assertRedirect(redirect: Redirect): void {
  assertProtocol(redirect.Protocol);
  if (redirect.ReplaceKeyPrefixWith !== undefined && redirect.ReplaceKeyWith !== undefined) {
    throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.');
  }
  const code = redirect.HttpRedirectCode;
  if (code === undefined || (/^3\d\d$/.test(code) && code !== '300')) return;
  throw invalidRequest(`The provided HTTP redirect code (${code}) is not valid. Valid codes are 3XX except 300.`);
}

function assertProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === 'http' || protocol === 'https') return;
  throw invalidRequest(
    'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
  );
}
