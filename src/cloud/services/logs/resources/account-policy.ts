import type { PutAccountPolicyResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';

const properties = {
  PolicyDocument: 'document',
  PolicyName: 'text',
  PolicyType: 'text',
  Scope: 'text',
  SelectionCriteria: 'text',
} as const satisfies Kinds;

const put = {
  operation: 'PutAccountPolicy',
  input: (p: Values<typeof properties>) => ({
    policyName: p.PolicyName,
    policyDocument: p.PolicyDocument,
    policyType: p.PolicyType,
    scope: p.Scope,
    selectionCriteria: p.SelectionCriteria,
  }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-accountpolicy.html */
export const accountPolicy = resourceType({
  type: 'AWS::Logs::AccountPolicy',
  service: 'logs',
  properties,
  create: {
    ...put,
    physicalId: ({ accountPolicy: made }: PutAccountPolicyResponse) =>
      `${made?.accountId}|${made?.policyType}|${made?.policyName}`,
  },
  attributes: { AccountId: ({ accountPolicy: made }) => made?.accountId },
  update: put,
  delete: {
    operation: 'DeleteAccountPolicy',
    input: (p) => ({ policyName: p.PolicyName, policyType: p.PolicyType }),
    gone: ['ResourceNotFoundException'],
  },
});
