import { parseArn } from '../../kernel/arns.ts';
import { lastStep } from '../../service-kit/explored-state.ts';

/** The machine or activity that an ARN is about, be it that of a version, an alias, an execution or a map run; or a name. */
export function resourceName(reference: string): string {
  const arn = parseArn(reference);
  if (arn?.service !== 'states') return lastStep(reference);
  return arn.resource.split(/[:/#]/)[1] ?? arn.resource;
}
