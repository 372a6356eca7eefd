import type { ResourceContext } from '../../../../../service-kit/contract.ts';
import { type Run, stackOf } from '../run.ts';

/** AWS's alphabet of generated names; types that want lower case ask for it. */
const nameLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const suffixLength = 12;

/** What a resource type is told when one of a stack's resources is worked on. */
export function resourceContext(run: Run, logicalId: string): ResourceContext {
  const { context, stackId } = run;
  const { name: stackName, definition } = stackOf(run);
  return {
    account: context.account,
    region: context.region,
    stackId,
    stackName,
    logicalId,
    tags: {
      ...definition.tags,
      'aws:cloudformation:stack-name': stackName,
      'aws:cloudformation:stack-id': stackId,
      'aws:cloudformation:logical-id': logicalId,
    },
    random: context.random,
    clock: context.clock,
    generateName(max, options = {}) {
      const suffix = context.random.text(suffixLength, nameLetters);
      const name = physicalName(stackName, logicalId, suffix, max);
      return options.lowerCase ? name.toLowerCase() : name;
    },
    call: (service, operation, input, options = {}) =>
      context.call(service, operation, input, { ...options, caller: run.caller }),
  };
}

/** `stack-LogicalId-SUFFIX`; where that is too long, both names give way, the longer one first. */
export function physicalName(stackName: string, logicalId: string, suffix: string, max: number): string {
  const room = max - suffix.length - 2;
  if (room < 2) return suffix.slice(0, max);
  const stackRoom = Math.max(Math.ceil(room / 2), room - logicalId.length);
  const stackPart = stackName.slice(0, stackRoom);
  const logicalPart = logicalId.slice(0, room - stackPart.length);
  return `${stackPart}-${logicalPart}-${suffix}`;
}
