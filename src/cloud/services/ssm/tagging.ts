import { nameInArn, type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { SsmState } from './state.ts';

/** Parameters. */
export const ssmTagging: Tagging<SsmState> = {
  arnService: 'ssm',
  resources: ({ parameters }) => parameters.values(),
  ...taggingCalls({
    tag: 'AddTagsToResource',
    untag: 'RemoveTagsFromResource',
    on: (arn) => ({ ResourceType: 'Parameter', ResourceId: nameOf(arn) }),
  }),
};

/** Names that begin with a slash lose it in ARNs; those with a slash within them have it. */
function nameOf(arn: string): string {
  const name = nameInArn(arn, 'parameter/');
  return name.includes('/') ? `/${name}` : name;
}
