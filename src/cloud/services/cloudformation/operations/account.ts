import type {
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput,
  EstimateTemplateCostCommandInput,
  EstimateTemplateCostCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import { defineStack } from '../engine/define-stack.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState } from '../state.ts';

type Ours<Input, Output> = Operation<Input, Omit<Output, '$metadata'>, CloudFormationState, CloudFormationRuntime>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeAccountLimits.html */
export const describeAccountLimits: Ours<
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput
> = () => ({
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  AccountLimits: [
    { Name: 'StackLimit', Value: 2000 },
    { Name: 'StackOutputsLimit', Value: 200 },
    { Name: 'ConcurrentResourcesLimit', Value: 2500 },
  ],
});

/**
 * A page of AWS's calculator, for a template that could be deployed; nothing is asked of AWS for it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_EstimateTemplateCost.html
 */
export const estimateTemplateCost: Ours<EstimateTemplateCostCommandInput, EstimateTemplateCostCommandOutput> = async (
  state,
  input,
  context,
) => {
  const all = ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];
  await defineStack(context, state, { ...input, Capabilities: all }, { stackId: '', stackName: '' });
  return { Url: `http://calculator.s3.amazonaws.com/calc5.html?key=cloudformation/${context.random.uuid()}` };
};
