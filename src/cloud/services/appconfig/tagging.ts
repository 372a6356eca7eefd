import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { AppConfigState } from './state.ts';

/** Hosted versions have no tags. */
export const appConfigTagging: Tagging<AppConfigState> = {
  arnService: 'appconfig',
  *resources(state) {
    yield* state.applications.values();
    yield* state.environments.values();
    yield* state.profiles.values();
    yield* state.strategies.values();
    yield* state.deployments.values();
  },
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (ResourceArn) => ({ ResourceArn }),
    form: (tags) => tags,
  }),
};
