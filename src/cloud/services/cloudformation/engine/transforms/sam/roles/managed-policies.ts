import groups from './aws-managed-policies.json' with { type: 'json' };

/**
 * By the partition: what follows `policy/` in the ARNs of AWS's managed policies, by their names. The list is the one
 * that AWS's own transform has; `scripts/sam-oracle/write_policy_data.py` writes it.
 */
const paths: ReadonlyMap<string, ReadonlyMap<string, string>> = pathsByPartition();

function pathsByPartition(): Map<string, Map<string, string>> {
  const byPartition = new Map<string, Map<string, string>>();
  for (const { partitions, path, names } of groups) {
    for (const partition of partitions) {
      const known = byPartition.get(partition) ?? new Map<string, string>();
      byPartition.set(partition, known);
      for (const name of names.split(' ')) known.set(name, path + name);
    }
  }
  return byPartition;
}

/** Where policies are looked up. */
export interface PolicyPlace {
  readonly partition: string;
  /** A policy that the one who transforms knows. */
  managedPolicyArn(name: string): string | undefined;
}

/** The ARN of a policy that AWS manages, by its path and name: `service-role/AWSLambdaBasicExecutionRole`. */
export const awsPolicyArn = ({ partition }: Pick<PolicyPlace, 'partition'>, path: string): string =>
  `arn:${partition}:iam::aws:policy/${path}`;

/** The ARN of the managed policy that a template names; what nobody knows stays as it is. */
export function managedPolicyArn(place: PolicyPlace, name: string): string {
  const given = place.managedPolicyArn(name);
  if (given) return given;
  const path = paths.get(place.partition)?.get(name);
  return path === undefined ? name : awsPolicyArn(place, path);
}

/** What a function or a state machine that is traced needs. */
export const xrayPolicyArn = (place: Pick<PolicyPlace, 'partition'>): string =>
  awsPolicyArn(place, place.partition === 'aws' ? 'AWSXrayWriteOnlyAccess' : 'AWSXRayDaemonWriteAccess');
