import { type DeployedStack, deployAssembly } from '../../harness/deploy.ts';
import { assemble, projectFlags, projectOf, verboseFlag, withProjectRegion } from '../assemble.ts';
import { type Command, endpointFlags } from '../command.ts';
import { deployNotes, failureNotes } from '../deploy-notes.ts';
import { clientFrom } from '../endpoint.ts';
import { paint } from '../paint.ts';
import { parameterFlag, parametersOf } from '../parameters.ts';
import { createReporter } from '../progress.ts';
import { deployService } from '../serverless-framework/deploy-service.ts';
import { findService } from '../serverless-framework/find-service.ts';

/**
 * `squall deploy`: synthesizes with the CDK, or builds a SAM template, and deploys the assembly without the CLI's waits;
 * a service of the Serverless Framework is deployed by the project's own framework.
 */
export const deploy: Command = {
  summary: 'deploy a CDK app, a SAM or CloudFormation template, or a serverless.yml into the running cloud',
  usage: 'deploy [app] [options]',
  positionalsMax: 1,
  flags: {
    ...endpointFlags,
    ...parameterFlag,
    ...projectFlags,
    ...verboseFlag,
    output: { type: 'string', short: 'o', value: 'DIR', help: 'cloud assembly (default cdk.out, .aws-sam/squall)' },
    stage: { type: 'string', value: 'NAME', help: 'of a serverless.yml (default dev)' },
  },
  examples: [
    'squall deploy',
    'squall deploy stack/app.ts',
    'squall deploy cdk.out --json',
    'squall deploy template.yaml --parameter Stage=dev',
    'squall deploy services/orders --config-env staging',
    'squall deploy serverless.yml',
  ],
  async run([app], flags) {
    const service = findService(app);
    const project = service ? undefined : projectOf(app, flags);
    const client = clientFrom(withProjectRegion(flags, project));
    const parameters = parametersOf(flags);
    // Asked first: nobody wants to hear after seconds of synthesis that no cloud is running.
    await client.call('sts', 'GetCallerIdentity', {});
    if (service) {
      const stacks = [await deployService(client, service, flags)];
      if (flags.json) process.stdout.write(`${JSON.stringify({ stacks })}\n`);
      return 0;
    }
    const reporter = createReporter(flags.json === true);
    const assembly = await assemble({ app, project, flags, client, reporter });
    const stacks = await deployAssembly(client, assembly, {
      parameters,
      onProgress: reporter.progress,
    }).catch(async (error) => {
      // What functions could not import is often why; the first error counts, should there be no cloud to ask.
      const notes = await failureNotes(client.endpoint).catch(() => []);
      for (const line of notes) process.stderr.write(`${line}\n`);
      throw error;
    });
    if (flags.json) process.stdout.write(`${JSON.stringify({ stacks })}\n`);
    else await tellResult(client.endpoint, stacks, assembly);
    return 0;
  },
};

async function tellResult(endpoint: string, stacks: readonly DeployedStack[], assembly: string): Promise<void> {
  for (const stack of stacks) printOutputs(stack.name, stack.outputs);
  for (const line of await deployNotes(endpoint, assembly)) process.stdout.write(`${paint.dim(line)}\n`);
}

function printOutputs(name: string, outputs: Readonly<Record<string, string>>): void {
  const width = Math.max(0, ...Object.keys(outputs).map((key) => key.length));
  for (const [key, value] of Object.entries(outputs)) {
    process.stdout.write(`  ${paint.dim(`${name}.`)}${key.padEnd(width)}  ${paint.cyan(value)}\n`);
  }
}
