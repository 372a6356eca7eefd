import type { Fields } from '../language/values.ts';

/** The one usage plan of all APIs that say `UsagePlan: { CreateUsagePlan: SHARED }`. */
export class SharedUsagePlan {
  readonly apiStages: Fields[] = [];
}
