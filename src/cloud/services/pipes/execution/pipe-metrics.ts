import type { Scope } from '../../../kernel/scope.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { countedLatency, dimensionsOf, type ServiceMetrics } from '../../../service-kit/service-metrics.ts';
import type { PipesState } from '../state.ts';
import type { TargetOutput } from './run-target.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html */
export const pipesMetrics: ServiceMetrics<PipesState> = {
  namespace: 'AWS/EventBridge/Pipes',
  principal: 'pipes.amazonaws.com',
};

const ofPipe = dimensionsOf('PipeName');
const ofAccount = dimensionsOf('AwsAccountId');

type Failed = TargetOutput['Failed'];

/** What one execution counts. */
export interface Metered {
  begin(records: readonly string[]): void;
  /** The end of a stage that begins now. */
  stage(name: 'Enrichment' | 'Target'): (failed: Failed) => void;
  /** The enrichment left nothing for the target. */
  skip(): void;
  end(failed: Failed): void;
}

/** Counts for an execution that begins now. */
export function pipeMetrics(kernel: CloudKernel, scope: Scope, name: string): Metered {
  const count = kernel.metrics.counter('pipes', scope);
  const dimensions = ofPipe(name);
  const add = (metric: string, value: number): void => count(metric, value, 'None', dimensions);
  const timed = (metric: string, sinceMs: number): void =>
    count(metric, countedLatency(kernel.clock.now() - sinceMs), 'Milliseconds', dimensions);
  const outcome = (prefix: string, failed: Failed): void => {
    add(`${prefix}Failed`, failed === 'all' ? 1 : 0);
    if (prefix !== 'EnrichmentStage') add(`${prefix}PartiallyFailed`, failed !== 'all' && failed.length > 0 ? 1 : 0);
  };
  const startedMs = kernel.clock.now();
  return {
    begin(records) {
      add('Invocations', 1);
      count('Invocations', 1, 'None', ofAccount(scope.account));
      add('EventCount', records.length);
      for (const record of records) count('EventSize', Buffer.byteLength(record), 'Bytes', dimensions);
    },
    stage(stageName) {
      const beganMs = kernel.clock.now();
      return (failed) => {
        timed(`${stageName}StageDuration`, beganMs);
        outcome(`${stageName}Stage`, failed);
      };
    },
    skip: () => add('TargetStageSkipped', 1),
    end(failed) {
      timed('Duration', startedMs);
      outcome('Execution', failed);
    },
  };
}
