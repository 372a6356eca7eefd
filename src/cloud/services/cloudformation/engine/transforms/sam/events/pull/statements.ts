import { InvalidEvent } from '../../language/errors.ts';
import { expectText } from '../../language/expect.ts';
import { sub } from '../../language/intrinsics.ts';
import { type Fields, isTruthy } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';

/* Statements of the policies that events of polled sources need. */

export const allow = (Action: unknown, Resource: unknown): Fields => ({ Action, Effect: 'Allow', Resource });

export const readSecret = (secret: unknown): Fields => allow(['secretsmanager:GetSecretValue'], secret);

/** Lets Lambda reach a source within a VPC. */
export const reachVpc = (): Fields =>
  allow(
    [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeVpcs',
      'ec2:DescribeSubnets',
      'ec2:DescribeSecurityGroups',
    ],
    '*',
  );

/** Lets the secret's key be used, where the event names it. */
export function decryptSecret(event: Resource, action: unknown = ['kms:Decrypt']): Fields[] {
  const key = event.get('SecretsManagerKmsKeyId');
  if (!isTruthy(key)) return [];
  const place = { id: String(event.relativeId), path: 'SecretsManagerKmsKeyId', of: 'event' } as const;
  const arn = 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/';
  return [allow(action, sub(arn + expectText(key, place)))];
}

export const invalidEvent = ({ relativeId }: Resource, problem: string): InvalidEvent =>
  new InvalidEvent(relativeId ?? 'None', problem);
