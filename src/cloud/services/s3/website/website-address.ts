import type { HttpRequest } from '../../../kernel/http.ts';

// `orders.s3-website.localhost`, `orders.s3-website-us-east-1.amazonaws.com`, `orders.s3-website.eu-central-1.amazonaws.com`
const websiteHost =
  /^(.+)\.s3-website(?:[.-][a-z]{2}(?:-[a-z]+)+-\d+)?\.(?:localhost|localhost\.localstack\.cloud|amazonaws\.com(?:\.cn)?)(?::\d+)?$/;

/**
 * The bucket whose website a request is for; undefined for all other requests.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
 */
export function websiteBucketOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  const host = headers.host ?? '';
  return host.includes('.s3-website') ? websiteHost.exec(host.toLowerCase())?.[1] : undefined;
}

/** Regions whose website endpoints are older than the rule that a dot stands ahead of the region. */
const dashedRegions: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-1',
  'sa-east-1',
  'us-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
]);

/** As AWS names it: https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints */
export const websiteUrlOf = (bucket: string, region: string): string =>
  `http://${bucket}.s3-website${dashedRegions.has(region) ? '-' : '.'}${region}.amazonaws.com`;
