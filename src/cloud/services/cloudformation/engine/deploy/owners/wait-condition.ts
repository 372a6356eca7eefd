import { UnsupportedError } from '../../../../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../../../service-kit/contract.ts';
import { resourcesOf } from '../../../state.ts';
import type { WaitSignal } from '../../../wait-signals.ts';
import { ResourceFailure } from '../resource/failure-reason.ts';
import { Orphaned, type Run } from '../run.ts';
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
  const { Handle, Count = 1, Timeout } = properties;
  if (typeof Handle !== 'string') throw new UnsupportedError('AWS::CloudFormation::WaitCondition without a Handle');
  const count = Number(Count);
  const { runtime, clock } = run.context;
  const token = Handle.slice(Handle.lastIndexOf('/') + 1);
  const ended = new AbortController();
  const enough = Promise.withResolvers<ReadonlyMap<string, WaitSignal>>();
  const forget = runtime.signals.listen(token, (signals) => {
    const failed = [...signals.values()].find(({ status }) => status !== 'SUCCESS');
    if (failed) enough.reject(new ResourceFailure(failureOf(failed)));
    else if (signals.size >= count) enough.resolve(signals);
  });
  // Whoever signals may wait for the answer of the call that began all this.
  run.operation.awaitSomebody();
  const stops = [ended.signal, run.operation.orphaned, ...(run.cancelled ? [run.cancelled] : [])];
  const givenUp = clock.sleep(Number(Timeout) * 1000, AbortSignal.any(stops)).then(
    () => {
      const had = runtime.signals.count(token);
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
    return { physicalId: `${context.stackId}/${handleName(run, Handle)}`, attributes: { Data: JSON.stringify(data) } };
  } finally {
    ended.abort();
    forget();
  }
}

const failureOf = ({ reason, id }: WaitSignal): string =>
  `WaitCondition received failed message: '${reason}' for uniqueId: ${id}`;

const handleName = (run: Run, url: string): string =>
  resourcesOf(run.state, run.stackId).find(({ state }) => state?.physicalId === url)?.logicalId ?? 'handle';
