import { partitionOf } from '../../../../kernel/arns.ts';
import { AwsError } from '../../../../kernel/errors.ts';
import { substitute } from '../intrinsics/text-functions.ts';
import { readObject } from '../template/fetch-template.ts';
import { parseTemplateText } from '../template/parse-text.ts';
import { intrinsicOf, isRecord } from '../template/template.ts';
import type { MacroEnvironment } from './invoke-macro.ts';
import type { TransformCall } from './transform-calls.ts';
import { TransformFailed } from './transform-failed.ts';

/**
 * AWS::Include: what an object of S3 says, among the members that stand beside the call.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
export async function include(
  { parameters }: TransformCall,
  fragment: unknown,
  environment: MacroEnvironment,
): Promise<unknown> {
  const location = textOf(parameters.Location, environment);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location ?? '') ?? [];
  if (bucket === undefined || key === undefined) throw failed('Location parameter is not a valid S3 uri.');
  const included = await snippet(bucket, key, environment);
  if (!isRecord(fragment)) return included;
  const merged: Record<string, unknown> = { ...fragment };
  for (const [name, member] of Object.entries(included)) {
    const present = merged[name];
    merged[name] = isRecord(present) && isRecord(member) ? { ...present, ...member } : member;
  }
  return merged;
}

async function snippet(bucket: string, key: string, environment: MacroEnvironment) {
  try {
    const text = await readObject({ bucket, key }, (service, operation, input) =>
      environment.call(service, operation, input),
    );
    const parsed = parseTemplateText(text);
    if (isRecord(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code !== 'ValidationError') throw failed(error.message);
  }
  throw failed("The specified S3 object's content should be valid Yaml/JSON");
}

/** A text, or one of the few functions that may stand there: parameters are known by then. */
function textOf(value: unknown, environment: MacroEnvironment): string | undefined {
  if (typeof value === 'string') return value;
  const { region, account, parameters } = environment;
  const pseudo = new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', partitionOf(region)],
    ['AWS::Region', region],
  ]);
  const namedValue = (name: string) => parameters.get(name) ?? pseudo.get(name) ?? '';
  const call = intrinsicOf(value);
  if (call?.name === 'Ref' && typeof call.argument === 'string') return String(namedValue(call.argument));
  if (call?.name === 'Fn::Sub' && typeof call.argument === 'string') return substitute(call.argument, namedValue);
  return undefined;
}

const failed = (reason: string) => new TransformFailed(`Transform AWS::Include failed with: ${reason}`);
