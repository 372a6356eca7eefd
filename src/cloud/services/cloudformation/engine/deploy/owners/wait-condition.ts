import { UnsupportedError } from '../../../../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../../../service-kit/contract.ts';
import { partKey, resourcesOf } from '../../../state.ts';
import type { WaitSignal } from '../../../wait-signals.ts';
import { isRecord } from '../../template/template.ts';
import { ResourceFailure } from '../resource/failure-reason.ts';
import { Orphaned, type Run, recordOf } from '../run.ts';
import { responsePath } from './custom-resource.ts';

/** AWS::CloudFormation::WaitConditionHandle: a URL to which somebody outside puts signals. */
export const waitConditionHandle = (run: Run): ResourceType => ({
  properties: [],
  create: async (_, context) => {
    const token = context.random.hex(32);
    run.context.runtime.signals.open(token);
    const physicalId = `${run.context.kernel.endpoint}${responsePath}${token}`;
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: async (state) => state,
  delete: async () => {},
});

/**
 * AWS::CloudFormation::WaitCondition: done when its handle has had enough signals of success, failed by the first other.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html
 */
export const waitCondition = (run: Run): ResourceType => ({
  properties: ['Count', 'Handle', 'Timeout'],
  create: (properties, context) => awaitSignals(run, properties, context),
  // AWS takes updates and does nothing about them.
  update: async (state) => state,
  delete: async () => {},
});

async function awaitSignals(run: Run, properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { Handle } = properties;
  const { token, count, timeoutMs, isSignalled } = awaitedBy(run, properties, context);
  const { runtime, clock } = run.context;
  const ended = new AbortController();
  const enough = Promise.withResolvers<ReadonlyMap<string, WaitSignal>>();
  const forget = runtime.signals.listen(token, (signals) => {
    const failed = [...signals.values()].find(({ status }) => status !== 'SUCCESS');
    if (failed) enough.reject(new ResourceFailure(isSignalled ? refusalOf(count) : failureOf(failed)));
    else if (signals.size >= count) enough.resolve(signals);
  });
  // Whoever signals may wait for the answer of the call that began all this.
  run.operation.awaitSomebody();
  const stops = [ended.signal, run.operation.orphaned, ...(run.cancelled ? [run.cancelled] : [])];
  const givenUp = clock.sleep(timeoutMs, AbortSignal.any(stops)).then(
    () => {
      const had = runtime.signals.count(token);
      if (isSignalled) {
        throw new ResourceFailure(`Failed to receive ${count - had} resource signal(s) within the specified duration`);
      }
      throw new ResourceFailure(`WaitCondition timed out. Received ${had} conditions when expecting ${count}`);
    },
    () => {
      if (run.operation.orphaned.aborted) throw new Orphaned('The world was replaced under a wait condition.');
      throw new ResourceFailure('Resource creation cancelled');
    },
  );
  try {
    const signals = await Promise.race([enough.promise, givenUp]);
    const data = Object.fromEntries(Array.from(signals.values(), (signal) => [signal.id, signal.data]));
    const name = typeof Handle === 'string' ? handleName(run, Handle) : context.logicalId;
    return { physicalId: `${context.stackId}/${name}`, attributes: { Data: JSON.stringify(data) } };
  } finally {
    ended.abort();
    forget();
  }
}

interface Awaited {
  readonly token: string;
  readonly count: number;
  readonly timeoutMs: number;
  /** By SignalResource, not by a URL. */
  readonly isSignalled: boolean;
}

/** By the handle's URL, or by SignalResource where there is a CreationPolicy. */
function awaitedBy(run: Run, { Handle, Count = 1, Timeout }: Properties, { logicalId }: ResourceContext): Awaited {
  if (typeof Handle === 'string') {
    const token = Handle.slice(Handle.lastIndexOf('/') + 1);
    return { token, count: Number(Count), timeoutMs: Number(Timeout) * 1000, isSignalled: false };
  }
  const policy = recordOf(run, logicalId)?.creationPolicy;
  const signal = isRecord(policy) ? policy.ResourceSignal : undefined;
  if (!isRecord(signal)) {
    throw new UnsupportedError('AWS::CloudFormation::WaitCondition without a Handle or a CreationPolicy');
  }
  const token = partKey(run.stackId, logicalId);
  run.context.runtime.signals.open(token);
  return { token, count: Number(signal.Count ?? 1), timeoutMs: isoDurationMs(signal.Timeout), isSignalled: true };
}

/** `PT1H30M`; AWS's default is five minutes. */
function isoDurationMs(text: unknown): number {
  const [, hours = 0, minutes = 0, seconds = 0] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(String(text ?? 'PT5M')) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

const refusalOf = (count: number): string =>
  `Received 1 FAILURE signal(s) out of ${count}.  Unable to satisfy 100% MinSuccessfulInstancesPercent requirement`;

const failureOf = ({ reason, id }: WaitSignal): string =>
  `WaitCondition received failed message: '${reason}' for uniqueId: ${id}`;

const handleName = (run: Run, url: string): string =>
  resourcesOf(run.state, run.stackId).find(({ state }) => state?.physicalId === url)?.logicalId ?? 'handle';
