import type { Deployment } from '@aws-sdk/client-apigatewayv2';
import type { ResourceType } from '../../../service-kit/contract.ts';
import { textIn, unlessGone } from '../../../service-kit/properties.ts';
import { given } from '../changes.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html */
export const deployment: ResourceType = {
  properties: ['ApiId', 'Description', 'StageName'],
  async create(properties, context) {
    const names = ['ApiId', 'Description', 'StageName'].map((name) => [name, textIn(properties, name)] as const);
    const input = given(Object.fromEntries(names));
    const { DeploymentId = '' } = await context.call<Deployment>('apigatewayv2', 'CreateDeployment', input);
    return { physicalId: DeploymentId, attributes: { DeploymentId } };
  },
  async update(state, properties, _previous, context) {
    const place = { ApiId: textIn(properties, 'ApiId'), DeploymentId: state.physicalId };
    const Description = textIn(properties, 'Description') ?? '';
    await context.call('apigatewayv2', 'UpdateDeployment', { ...place, Description });
    return state;
  },
  async delete(state, properties, context) {
    const place = { ApiId: textIn(properties, 'ApiId'), DeploymentId: state.physicalId };
    await unlessGone(context.call('apigatewayv2', 'DeleteDeployment', place), 'NotFoundException');
  },
};
