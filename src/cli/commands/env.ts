import { type Command, endpointFlags, text } from '../command.ts';
import { endpointOf, placeOf } from '../endpoint.ts';
import { sdkV2Preload } from '../serverless-framework/run-framework.ts';
import { shellSyntax, shells } from '../shell-syntax.ts';
import { terraformProvider, terraformProviderJson } from '../terraform-provider.ts';

/** `squall env`: what SDKs, the AWS CLI, `cdk` and `cdklocal` must know to find this cloud, without any DNS. */
export const env: Command = {
  summary: 'print the variables that point SDKs, cdklocal and the AWS CLI here',
  usage: 'env [options]',
  flags: {
    ...endpointFlags,
    shell: { type: 'string', value: 'NAME', help: `${shells.join(' | ')} (default bash; powershell on Windows)` },
    powershell: { type: 'boolean', help: 'the same as --shell powershell' },
    'sdk-v2': { type: 'boolean', help: 'also for Node programs with version 2 of the SDK, by NODE_OPTIONS' },
    terraform: { type: 'boolean', help: "print the AWS provider's block for Terraform and OpenTofu instead" },
  },
  examples: [
    'eval "$(squall env)"',
    'squall env --powershell | Out-String | Invoke-Expression',
    'squall env --shell fish | source',
    'squall env --account 111111111111 --region eu-west-1',
    'squall env --json',
    'eval "$(squall env --sdk-v2)" && npx serverless info',
    'squall env --terraform > squall_override.tf',
  ],
  async run(_positionals, flags) {
    const endpoint = endpointOf(flags);
    const { account = '000000000000', region = 'us-east-1' } = placeOf(flags);
    if (flags.terraform) {
      const print = flags.json ? terraformProviderJson : terraformProvider;
      process.stdout.write(print({ endpoint, account, region }));
      return 0;
    }
    const variables = {
      ...variablesOf(endpoint, account, region),
      ...(flags['sdk-v2'] && { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${sdkV2Preload}`.trim() }),
    };
    const syntax = shellSyntax(flags.powershell ? 'powershell' : text(flags.shell));
    const lines = Object.entries(variables).map(([name, value]) => syntax.set(name, value));
    // Last, so that they hide nothing where the shell joins lines.
    lines.push(
      `${syntax.comment} APIs answer at ${endpoint}/_aws/execute-api/ID/STAGE/… and ${apiHostForm(endpoint)}/STAGE/…`,
      `${syntax.comment} Version 1 of the AWS CLI ignores AWS_ENDPOINT_URL for SQS: aws --endpoint-url ${syntax.value('AWS_ENDPOINT_URL')} sqs …`,
    );
    process.stdout.write(flags.json ? `${JSON.stringify(variables)}\n` : `${lines.join('\n')}\n`);
    return 0;
  },
};

/** What a program that uses AWS must have in its environment to find this cloud. */
export const variablesOf = (endpoint: string, account: string, region: string) => ({
  AWS_ENDPOINT_URL: endpoint,
  // SDKs would put `sync-` before the host of StartSyncExecution.
  AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
  // cdklocal refuses to start with only the first of the two.
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: 'squall',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
});

/** An API's own host, which needs names below `localhost`. */
function apiHostForm(endpoint: string): string {
  const { protocol, port } = new URL(endpoint);
  return `${protocol}//ID.execute-api.localhost${port === '' ? '' : `:${port}`}`;
}
