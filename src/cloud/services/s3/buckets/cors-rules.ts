import type { CORSRule } from '@aws-sdk/client-s3';
import { invalidRequest, malformedXml } from '../errors.ts';

const rulesMax = 100;
const methods: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

/**
 * Throws MalformedXML for rules without what every rule has, InvalidRequest for what S3 does not take in them.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
 */
export function assertCorsRules(rules: readonly CORSRule[]): void {
  if (rules.length === 0) throw malformedXml();
  if (rules.length > rulesMax) {
    throw invalidRequest(`The number of CORS rules should not exceed allowed limit of ${rulesMax} rules.`);
  }
  for (const rule of rules) assertCorsRule(rule);
}

function assertCorsRule(rule: CORSRule): void {
  const { AllowedMethods = [], AllowedOrigins = [], AllowedHeaders = [], ExposeHeaders = [] } = rule;
  if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
  const unknown = AllowedMethods.find((method) => !methods.has(method));
  if (unknown !== undefined) {
    throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`);
  }
  assertOneWildcard('AllowedOrigin', AllowedOrigins);
  assertOneWildcard('AllowedHeader', AllowedHeaders);
  const wild = ExposeHeaders.find((header) => header.includes('*'));
  if (wild !== undefined) {
    throw invalidRequest(
      `ExposeHeader "${wild}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    );
  }
}

function assertOneWildcard(name: string, values: readonly string[]): void {
  const wild = values.find((value) => value.split('*').length > 2);
  if (wild !== undefined) throw invalidRequest(`${name} "${wild}" can not have more than one wildcard.`);
}
