import { UnsupportedError } from '../../kernel/errors.ts';

/**
 * Accounts whose layers anybody may use on AWS: Powertools for Python and for TypeScript, the AWS SDK for pandas, Lambda
 * Insights, the Lambda Web Adapter, OpenTelemetry, Datadog, New Relic, Sentry, Klayers, and git.
 */
const publishers: ReadonlySet<string> = new Set([
  ...['017000801446', '094274105915', '336392948345', '580247275435', '753240598075', '901920570463'],
  ...['464622532012', '451483290750', '943013980633', '770693421928', '553035198032'],
]);

/** Published by an account of each region. */
const isOfEachRegion = /^(?:AWS-Parameters-and-Secrets-Lambda-Extension|LambdaInsightsExtension)(?:-Arm64)?$/;

/** Throws for a layer that everybody has on AWS, and that is not here: who uses it should not hear of rights that lack. */
export function refusePublicLayer(account: string, name: string): void {
  if (!publishers.has(account) && !isOfEachRegion.test(name)) return;
  throw new UnsupportedError(
    `the public layer ${name} of account ${account}: leave it out here, and put what it brings into the function's package`,
  );
}
