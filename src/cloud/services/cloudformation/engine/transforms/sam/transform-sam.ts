import { partitionOf } from '../../../../../kernel/arns.ts';
import { UnsupportedError } from '../../../../../kernel/errors.ts';
import { InvalidDocument, SamError } from './language/errors.ts';
import { type Fields, isMap, member } from './language/values.ts';
import { InvalidSamTemplate } from './sam-transform.ts';
import { unsupportedTypes } from './sam-types.ts';
import { translate } from './translate.ts';

export interface SamOptions {
  readonly region: string;
  /** Values that the template's parameters were given; defaults are read from the template. */
  readonly parameters: Readonly<Fields>;
  /** The ARN of a policy that AWS manages, by its name; by the common form where there is no such function. */
  readonly managedPolicyArn?: (name: string) => string | undefined;
}

/**
 * What the transform AWS::Serverless-2016-10-31 makes of a template; the given one stays as it is.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
 * @throws InvalidSamTemplate in AWS's words, UnsupportedError for types that nothing here could be made of
 */
export function transformSam(template: Fields, { region, parameters, managedPolicyArn }: SamOptions): Fields {
  assertEmulated(template);
  const partition = partitionOf(region);
  try {
    return translate(structuredClone(template), {
      region,
      partition,
      parameters,
      managedPolicyArn: managedPolicyArn ?? (() => undefined),
    });
  } catch (error) {
    if (!(error instanceof SamError)) throw error;
    const causes = error instanceof InvalidDocument ? error.causes : [];
    throw new InvalidSamTemplate([error, ...causes].map(({ message }) => message).join(' '));
  }
}

function assertEmulated(template: Fields): void {
  const resources = member(template, 'Resources');
  for (const [id, entry] of Object.entries(isMap(resources) ? resources : {})) {
    const type = member(entry, 'Type');
    if (unsupportedTypes.has(type)) throw new UnsupportedError(`resources of type ${String(type)} (${id})`);
  }
}
