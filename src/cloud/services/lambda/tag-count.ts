import { invalidParameter } from './errors.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const tagsMax = 50;

/** Throws InvalidParameterValueException for more tags than a resource may have. */
export function assertTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > tagsMax) throw invalidParameter('Number of tags exceeds resource tag limit.');
}
