import type { CreateDeploymentOutput, DeploymentInfo, GetDeploymentOutput } from '@aws-sdk/client-codedeploy';
import type { Properties } from '../../../../../service-kit/contract.ts';
import type { ResourceRecord } from '../../../state.ts';
import type { Blueprint } from '../../blueprint.ts';
import { evaluate } from '../../intrinsics/evaluate.ts';
import { isRecord } from '../../template/template.ts';
import { storeResource, tellResource } from '../progress.ts';
import { Orphaned, type Run, recordOf } from '../run.ts';
import { ResourceFailure } from './failure-reason.ts';
import { declarationOf, liveScope } from './prepare-resource.ts';

/** `UpdatePolicy.CodeDeployLambdaAliasUpdate`, evaluated. */
interface AliasUpdate {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly hooks: readonly Readonly<Record<string, string>>[];
}

/**
 * How an alias comes to another version where its UpdatePolicy says that CodeDeploy shifts its traffic; undefined where
 * nothing is shifted. What is called rejects when the deployment does not succeed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export function aliasShift(
  run: Run,
  blueprint: Blueprint,
  before: ResourceRecord,
  properties: Properties,
): (() => Promise<void>) | undefined {
  if (before.type !== 'AWS::Lambda::Alias') return undefined;
  const { UpdatePolicy } = declarationOf(blueprint, before.logicalId);
  const current = String(before.properties.FunctionVersion);
  const target = String(properties.FunctionVersion);
  if (UpdatePolicy === undefined || current === target) return undefined;
  const update = aliasUpdateOf(evaluate(UpdatePolicy, liveScope(run, blueprint)));
  if (!update) return undefined;
  const name = before.logicalId;
  const appSpec = {
    version: 0,
    Resources: [
      {
        [name]: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Name: properties.FunctionName,
            Alias: properties.Name,
            CurrentVersion: current,
            TargetVersion: target,
          },
        },
      },
    ],
    ...(update.hooks.length > 0 && { Hooks: update.hooks }),
  };
  return () => deployAlias(run, { ...before, properties }, update, JSON.stringify(appSpec));
}

function aliasUpdateOf(policy: unknown): AliasUpdate | undefined {
  const update = isRecord(policy) ? policy.CodeDeployLambdaAliasUpdate : undefined;
  if (!isRecord(update)) return undefined;
  const text = (name: string): string | undefined => (update[name] ? String(update[name]) : undefined);
  const applicationName = text('ApplicationName');
  const deploymentGroupName = text('DeploymentGroupName');
  if (applicationName === undefined || deploymentGroupName === undefined) {
    throw new ResourceFailure('CodeDeployLambdaAliasUpdate must have an ApplicationName and a DeploymentGroupName');
  }
  const hooks = (['BeforeAllowTraffic', 'AfterAllowTraffic'] as const).flatMap((event) => {
    const functionName = text(`${event}Hook`);
    return functionName === undefined ? [] : [{ [event]: functionName }];
  });
  return { applicationName, deploymentGroupName, hooks };
}

async function deployAlias(run: Run, record: ResourceRecord, update: AliasUpdate, content: string): Promise<void> {
  const { applicationName, deploymentGroupName } = update;
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content } };
  const input = { applicationName, deploymentGroupName, revision };
  const { deploymentId = '' } = await call<CreateDeploymentOutput>(run, 'CreateDeployment', input);
  const reason = `CodeDeploy Deployment ${deploymentId} is in progress`;
  storeResource(run, recordOf(run, record.logicalId) ?? record, 'UPDATE_IN_PROGRESS', reason);
  tellResource(run, record, 'UPDATE_IN_PROGRESS', reason);
  // What takes no time is done at once, also where nobody moves the clock.
  await call(run, 'AdvanceDeployment', { deploymentId });
  const { status, errorInformation } = await ended(run, deploymentId);
  if (status === 'Succeeded') return;
  const why = errorInformation?.message ?? 'it was stopped';
  throw new ResourceFailure(`CodeDeploy deployment ${deploymentId} ended as ${status}: ${why}`);
}

/** Waits for the end of a deployment. Nobody is kept waiting for the reply meanwhile; a cancelled update stops it. */
async function ended(run: Run, deploymentId: string): Promise<DeploymentInfo> {
  const { operation, context } = run;
  let look = Promise.withResolvers<void>();
  const forget = context.kernel.signals.watch(`deployment:${deploymentId}`, () => look.resolve());
  const stop = AbortSignal.any([operation.orphaned, ...(run.cancelled ? [run.cancelled] : [])]);
  const wake = (): void => look.resolve();
  stop.addEventListener('abort', wake);
  try {
    for (;;) {
      if (operation.orphaned.aborted) throw new Orphaned('The world was replaced under a deployment.');
      const { deploymentInfo = {} } = await call<GetDeploymentOutput>(run, 'GetDeployment', { deploymentId });
      if (deploymentInfo.completeTime !== undefined) return deploymentInfo;
      if (stop.aborted) {
        await call(run, 'StopDeployment', { deploymentId, autoRollbackEnabled: true });
        throw new ResourceFailure('Resource update cancelled');
      }
      operation.awaitSomebody();
      await look.promise;
      look = Promise.withResolvers();
    }
  } finally {
    forget();
    stop.removeEventListener('abort', wake);
  }
}

const call = <Output>(run: Run, operation: string, input: object): Promise<Output> =>
  run.context.call<Output>('codedeploy', operation, input, { caller: run.caller });
