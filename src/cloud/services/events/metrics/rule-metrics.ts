import type { Message } from '../../../delivery/deliveries.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { dimensionsOf } from '../../../service-kit/service-metrics.ts';
import { defaultBusName } from '../buses/find-bus.ts';

const ofDefaultBus = dimensionsOf('RuleName');
const ofOtherBus = dimensionsOf('RuleName', 'EventBusName');

interface Counting extends Scope {
  readonly kernel: CloudKernel;
}

/** Counts a metric of one rule by one. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export function countOfRule(
  rule: { readonly name: string; readonly busName: string },
  { kernel, account, region }: Counting,
): (metric: string) => void {
  const dimensions = rule.busName === defaultBusName ? ofDefaultBus(rule.name) : ofOtherBus(rule.name, rule.busName);
  const count = kernel.metrics.counter('events', { account, region });
  return (metric) => count(metric, 1, 'Count', dimensions);
}

/** The same for the rule that sent a message. */
export const countOf = ({ about = {} }: Message, context: Counting): ((metric: string) => void) =>
  countOfRule({ name: about.RuleName ?? '', busName: about.BusName ?? defaultBusName }, context);
