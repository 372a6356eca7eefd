import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { orUndo, targetsIn } from './entity-policies.ts';

const idMax = 64;

/**
 * One inline policy on any number of roles, users and groups; what CDK writes for grants.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const inlinePolicy: ResourceType = {
  properties: ['Groups', 'PolicyDocument', 'PolicyName', 'Roles', 'Users'],
  async create(properties, context) {
    const physicalId = context.generateName(idMax);
    return orUndo(
      async () => {
        await put(properties, context);
        return { physicalId, attributes: { Id: physicalId } };
      },
      () => remove(properties, context),
    );
  },
  async update(state, properties, previous, context) {
    await put(properties, context);
    const isRenamed = textIn(properties, 'PolicyName') !== textIn(previous, 'PolicyName');
    const kept = targetsIn(properties).map(({ noun, name }) => `${noun}/${name}`);
    const gone = targetsIn(previous).filter(({ noun, name }) => isRenamed || !kept.includes(`${noun}/${name}`));
    await remove(previous, context, gone);
    return state;
  },
  delete: (_state, properties, context) => remove(properties, context),
};

async function put(properties: Properties, context: ResourceContext): Promise<void> {
  const PolicyName = textIn(properties, 'PolicyName');
  const PolicyDocument = documentIn(properties, 'PolicyDocument');
  for (const { noun, name } of targetsIn(properties)) {
    await context.call('iam', `Put${noun}Policy`, { [`${noun}Name`]: name, PolicyName, PolicyDocument });
  }
}

async function remove(
  properties: Properties,
  context: ResourceContext,
  targets = targetsIn(properties),
): Promise<void> {
  const PolicyName = textIn(properties, 'PolicyName');
  for (const { noun, name } of targets) {
    const deletion = context.call('iam', `Delete${noun}Policy`, { [`${noun}Name`]: name, PolicyName });
    await unlessGone(deletion, 'NoSuchEntity');
  }
}
