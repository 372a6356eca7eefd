import type { Fields } from '../language/values.ts';

/** What functions say of their gradual deployment, and what CodeDeploy needs for all of them. */
export class DeploymentPreferences {
  /** The resources of CodeDeploy, by their logical ids; and conditions, which are added to those that are given. */
  resources(_conditions: Fields | undefined): Fields {
    return {};
  }
}
