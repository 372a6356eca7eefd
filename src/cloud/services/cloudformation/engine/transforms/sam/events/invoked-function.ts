import type { Resource } from '../resources/resource.ts';

/** The name of a function; an alias, which has none, by its ARN. */
export const functionNameOf = (invoked: Resource): unknown =>
  invoked.runtimeAttribute(invoked.kind.runtime?.name ? 'name' : 'arn');
