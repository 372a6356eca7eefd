import type { AccessOf } from '../../service-kit/contract.ts';

/** Services that publish for their account tell it by the old key, which the policy that topics begin with asks for. */
const tellsOwner: ReadonlySet<string> = new Set(['cloudwatch.amazonaws.com']);

const accessOfPublish: AccessOf = ({ TopicArn, TargetArn }, { caller }) => ({
  action: 'SNS:Publish',
  resources: [String(TopicArn ?? TargetArn ?? '')],
  keys: { 'aws:SourceOwner': tellsOwner.has(caller.principal) ? caller.account : undefined },
});

/**
 * What SNS's operations ask for. Services that publish on behalf of something are judged: alarms, rules, buckets.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export const snsAccess: Readonly<Record<string, AccessOf>> = {
  Publish: accessOfPublish,
  PublishBatch: accessOfPublish,
};
