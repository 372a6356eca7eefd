import type { Properties, ResourceType } from '../../../../../service-kit/contract.ts';
import { ResourceFailure } from '../resource/failure-reason.ts';
import type { Run } from '../run.ts';

/**
 * AWS::CloudFormation::Macro: the name under which templates of the account and region reach a function. Where it logs
 * to makes no difference here: the function's own log has all.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-macro.html
 */
export const macro = (run: Run): ResourceType => ({
  properties: ['Description', 'FunctionName', 'LogGroupName', 'LogRoleARN', 'Name'],
  create: async (properties) => {
    const name = String(properties.Name);
    if (run.state.macros.has(name)) throw new ResourceFailure(`${name} already exists`);
    return put(run, properties);
  },
  update: async (_state, properties) => put(run, properties),
  delete: async ({ physicalId }) => void run.state.macros.delete(physicalId),
});

function put(run: Run, { Name, FunctionName }: Properties) {
  const name = String(Name);
  run.state.macros.set(name, String(FunctionName));
  return { physicalId: name };
}
