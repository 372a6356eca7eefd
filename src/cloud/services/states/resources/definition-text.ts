import { readText } from '../../../gateway/openapi/read-text.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { prettyJson, sortedByKeys } from './pretty-json.ts';

interface Defined {
  readonly Definition?: string | undefined;
  readonly DefinitionString?: string | undefined;
  readonly DefinitionS3Location?:
    | { readonly Bucket?: string | undefined; readonly Key?: string | undefined; readonly Version?: string | undefined }
    | undefined;
  readonly DefinitionSubstitutions?: Readonly<Record<string, unknown>> | undefined;
}

const either = '[DefinitionS3Location], [Definition] or [DefinitionString]';

/**
 * The definition of a template's machine, with `${Name}` replaced by what the template says of it. Structures and YAML become
 * JSON as CloudFormation writes it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
 */
export async function definitionText(p: Defined, context: ResourceContext): Promise<string> {
  const { Definition, DefinitionString, DefinitionS3Location, DefinitionSubstitutions = {} } = p;
  const given = [Definition, DefinitionString, DefinitionS3Location].filter((each) => each !== undefined);
  if (given.length === 0) throw refused(`Property validation failed. Required key ${either} not found.`);
  if (given.length > 1) throw refused(`Property validation failed. Please use either ${either} but not both.`);
  if (DefinitionS3Location) {
    const stored = await storedText(DefinitionS3Location, context);
    return jsonOf(substituted(stored, DefinitionSubstitutions));
  }
  const text =
    Definition === undefined ? DefinitionString : prettyJson(sortedByKeys(JSON.parse(Definition) as unknown));
  return substituted(text ?? '', DefinitionSubstitutions);
}

/** CloudFormation answers its handler’s own refusals so. */
const refused = (message: string) => new AwsError('InternalFailure', message);

/** What values bring along is replaced as well. */
function substituted(text: string, values: Readonly<Record<string, unknown>>): string {
  let current = text;
  for (let round = 0; round <= Object.keys(values).length; round += 1) {
    const next = current.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? shown(values[name]) : whole,
    );
    if (next === current) return current;
    current = next;
  }
  // Values that name each other.
  throw refused('Internal Failure');
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** JSON stays as it is written; YAML becomes JSON. */
function jsonOf(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    const invalid = () => refused('Invalid StateMachine definition file.');
    return prettyJson(readText(text, { tooLarge, invalid }));
  }
}

const storedBytesMax = 1_048_576;
const tooLarge = () => new AwsError('InvalidRequest', 'State Machine definition file cannot exceed 1MB.');

async function storedText(location: NonNullable<Defined['DefinitionS3Location']>, context: ResourceContext) {
  const { Bucket, Key, Version } = location;
  const input = { Bucket, Key, ...(Version !== undefined && { VersionId: Version }) };
  const { Body } = await context.call<{ readonly Body?: unknown }>('s3', 'GetObject', input);
  if (typeof Body === 'string') return Body;
  // Bodies inside the process are bytes, or a stream of them.
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const parts = Body instanceof Uint8Array ? [Body] : (Body as AsyncIterable<Uint8Array>);
  for await (const chunk of parts) {
    bytes += chunk.length;
    if (bytes > storedBytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
