import type { EncryptionConfiguration } from '@aws-sdk/client-sfn';
import type { Collection } from '../../../../kernel/collection.ts';
import type { Tags } from '../../../../service-kit/tags.ts';

/** Something that workers outside of AWS do. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html */
export interface Activity {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly encryption?: EncryptionConfiguration;
  readonly tags: Tags;
}

/** A task that waits for a worker. */
export interface ActivityTask {
  readonly execution: string;
  readonly frame: string;
  /** Id of what the frame waits for: the task's token. */
  readonly waiting: string;
}

export interface ActivitiesState {
  /** By name. */
  readonly activities: Collection<Activity>;
  /** By activity, the time of their coming and their token: `name|…|token`. */
  readonly activityTasks: Collection<ActivityTask>;
}

const arnPattern = /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:activity:(.+)$/;

/** `arn:aws:states:us-east-1:000000000000:activity:name` */
export const isActivityArn = (arn: string): boolean => arnPattern.test(arn);

export function activityAt(state: ActivitiesState, arn: string): Activity | undefined {
  const found = state.activities.get(arnPattern.exec(arn)?.[1] ?? '');
  return found?.arn === arn ? found : undefined;
}
