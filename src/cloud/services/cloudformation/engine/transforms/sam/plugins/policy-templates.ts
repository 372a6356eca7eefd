import { isConditional, isNoValue } from '../language/intrinsics.ts';
import type { Fields } from '../language/values.ts';
import { policyOfTemplate } from '../roles/policy-templates.ts';
import { policiesOf } from '../roles/resource-policies.ts';
import type { Plugin } from './plugin.ts';

const types: ReadonlySet<string> = new Set(['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']);

/** Puts policy documents in the place of policy templates. */
export const policyTemplatesPlugin = (): Plugin => ({
  beforeResource: (logicalId, type, properties) => {
    if (!types.has(type)) return;
    const policies = policiesOf(properties.Policies, true);
    if (policies.length === 0) return;
    const documentOf = (policy: unknown) => policyOfTemplate(logicalId, policy as Fields);
    properties.Policies = policies.map(({ kind, data }) => {
      if (kind !== 'template') return data;
      if (!isConditional(data)) return documentOf(data);
      const [condition, ...sides] = data['Fn::If'] as unknown[];
      return { 'Fn::If': [condition, ...sides.map((side) => (isNoValue(side) ? side : documentOf(side)))] };
    });
  },
});
