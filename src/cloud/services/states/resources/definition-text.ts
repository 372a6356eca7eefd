import { AwsError } from '../../../kernel/errors.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';

interface Defined {
  readonly Definition?: string | undefined;
  readonly DefinitionString?: string | undefined;
  readonly DefinitionS3Location?:
    | { readonly Bucket?: string | undefined; readonly Key?: string | undefined; readonly Version?: string | undefined }
    | undefined;
  readonly DefinitionSubstitutions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The definition of a template's machine, with `${Name}` replaced by what the template says of it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
 */
export async function definitionText(p: Defined, context: ResourceContext): Promise<string> {
  const text = p.Definition ?? p.DefinitionString ?? (await storedText(p.DefinitionS3Location, context));
  if (text === undefined) {
    throw new AwsError(
      'ValidationError',
      'One of Definition, DefinitionString and DefinitionS3Location must be specified.',
    );
  }
  const values = p.DefinitionSubstitutions ?? {};
  return text.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? shown(values[name]) : whole,
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function storedText(location: Defined['DefinitionS3Location'], context: ResourceContext) {
  if (!location) return undefined;
  const { Bucket, Key, Version } = location;
  const input = { Bucket, Key, ...(Version !== undefined && { VersionId: Version }) };
  const { Body } = await context.call<{ readonly Body?: unknown }>('s3', 'GetObject', input);
  if (typeof Body === 'string') return Body;
  // Bodies inside the process are bytes, or a stream of them.
  const chunks: Uint8Array[] = [];
  const parts = Body instanceof Uint8Array ? [Body] : (Body as AsyncIterable<Uint8Array>);
  for await (const chunk of parts) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
