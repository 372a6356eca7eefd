import { emulated, type Judgement, refused, unknown } from '../finding.ts';
import type { Judges } from '../judge/judges.ts';
import { nearestName } from '../judge/nearest-name.ts';
import { computedData, dataCalls } from './data-sources.ts';
import { resourceCalls } from './terraform-types.ts';

/** Undefined for what is no resource of AWS: files, passwords, time. */
export function judgeResource(type: string, { call, type: types }: Judges): Judgement | undefined {
  if (type.startsWith('awscc_')) return types.type(types.named(type.slice('awscc_'.length)) ?? type);
  if (!type.startsWith('aws_')) return undefined;
  const made = resourceCalls.get(type);
  if (made) return call.call(made);
  const service = serviceOf(type);
  const near = nearestName(type, [...resourceCalls.keys()]);
  // All resources of services that are here are known, so that any other one of theirs is a typo.
  if (wholeServices.has(service) || isNextTo(type, near)) return unknown('the provider has no such resource', near);
  return refused(`nothing of ${service} is emulated`);
}

const serviceOf = (type: string): string => type.split('_')[1] ?? '';

/** By their names in Terraform; those of EC2 have none in common. */
const wholeServices: ReadonlySet<string> = new Set(
  [...resourceCalls].flatMap(([type, { service }]) => (service === 'ec2' ? [] : [serviceOf(type)])),
);

/** One letter is wrong, too much or lacking. */
const isNextTo = (type: string, near: string | undefined): boolean =>
  near !== undefined &&
  Math.abs(type.length - near.length) <= 1 &&
  near.slice(0, 6) === type.slice(0, 6) &&
  type.split('_').length === near.split('_').length;

/** Undefined likewise. */
export function judgeData(type: string, judges: Judges): Judgement | undefined {
  if (computedData.has(type)) return emulated;
  const made = dataCalls.get(type);
  return made ? judges.call.call(made) : judgeResource(type, judges);
}
