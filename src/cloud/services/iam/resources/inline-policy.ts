import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { orUndo, targetKinds, targetsIn } from './entity-policies.ts';

const idMax = 64;

const properties = { ...targetKinds, PolicyDocument: 'document', PolicyName: 'text' } as const satisfies Kinds;

type Policy = Values<typeof properties>;

/**
 * One inline policy on any number of roles, users and groups; what CDK writes for grants.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const inlinePolicy = codedResourceType({
  type: 'AWS::IAM::Policy',
  properties,
  attributes: ['Id'],
  async create(p, context) {
    const physicalId = context.generateName(idMax);
    return orUndo(
      async () => {
        await put(p, context);
        return { physicalId, attributes: { Id: physicalId } };
      },
      () => remove(p, context),
    );
  },
  async update(state, p, previous, context) {
    await put(p, context);
    const isRenamed = p.PolicyName !== previous.PolicyName;
    const kept = targetsIn(p).map(({ noun, name }) => `${noun}/${name}`);
    const gone = targetsIn(previous).filter(({ noun, name }) => isRenamed || !kept.includes(`${noun}/${name}`));
    await remove(previous, context, gone);
    return state;
  },
  delete: (_, p, context) => remove(p, context),
});

async function put(p: Policy, context: ResourceContext): Promise<void> {
  const { PolicyName, PolicyDocument } = p;
  for (const { noun, name } of targetsIn(p)) {
    await context.call('iam', `Put${noun}Policy`, { [`${noun}Name`]: name, PolicyName, PolicyDocument });
  }
}

async function remove(p: Policy, context: ResourceContext, targets = targetsIn(p)): Promise<void> {
  const { PolicyName } = p;
  for (const { noun, name } of targets) {
    const deletion = context.call('iam', `Delete${noun}Policy`, { [`${noun}Name`]: name, PolicyName });
    await unlessGone(deletion, 'NoSuchEntity');
  }
}
