import { InvalidResource } from '../language/errors.ts';
import { type Fields, has, isTruthy } from '../language/values.ts';
import { type Tag, tagList } from './tags.ts';

const createdBy = 'lambda:createdBy';
export const applicationIdTag = 'serverlessrepo:applicationId';
export const semanticVersionTag = 'serverlessrepo:semanticVersion';
const reserved = [createdBy, applicationIdTag, semanticVersionTag];

/**
 * The tags of what the transform makes: one that says so, and those of the template.
 * @throws InvalidResource where the template has one of the transform's
 */
export function samTagList(logicalId: string, tags: Fields | undefined, additional?: Fields): Tag[] {
  const given = isTruthy(tags) ? tags : undefined;
  for (const name of reserved) {
    if (given && has(given, name)) {
      throw new InvalidResource(
        logicalId,
        `${name} is a reserved Tag key name and cannot be set on your resource. Please change the tag key in the input.`,
      );
    }
  }
  return [...tagList({ [createdBy]: 'SAM' }), ...tagList(additional), ...tagList(given)];
}
