import type {
  FailureInfo,
  TagResourcesInput,
  TagResourcesOutput,
  UntagResourcesInput,
  UntagResourcesOutput,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { OpenTagging, TaggingCall } from '../../../service-kit/tagging.ts';
import type { Tags } from '../../../service-kit/tags.ts';
import { invalidArn } from '../errors.ts';
import type { TaggingApiState } from '../state.ts';

/**
 * Each resource on its own, by the service that has it; the answer tells which failed.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
 */
export const tagResources: Operation<Given<TagResourcesInput>, TagResourcesOutput, TaggingApiState> = (
  _state,
  { ResourceARNList, Tags },
  context,
) => forEach(ResourceARNList, context, ({ tag }, arn, current) => tag?.(arn, Tags, current));

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_UntagResources.html */
export const untagResources: Operation<Given<UntagResourcesInput>, UntagResourcesOutput, TaggingApiState> = (
  _state,
  { ResourceARNList, TagKeys },
  context,
) => forEach(ResourceARNList, context, ({ untag }, arn, current) => untag?.(arn, TagKeys, current));

type CallOf = (tagging: OpenTagging, arn: string, current: Tags) => TaggingCall | undefined;

async function forEach(
  arns: readonly string[],
  context: Context,
  callOf: CallOf,
): Promise<{ FailedResourcesMap: Record<string, FailureInfo> }> {
  const { account, region } = context;
  const taggings = context.kernel.taggings({ account, region });
  const calls = arns.map((arn) => {
    const tagging = taggings.find(({ arnService }) => arnService === parseArn(arn)?.service);
    const current = tagging && [...tagging.resources()].find((resource) => resource.arn === arn)?.tags;
    const call = tagging && callOf(tagging, arn, current ?? {});
    if (!tagging || !call) throw invalidArn(arn);
    return { arn, service: tagging.service, call };
  });
  const FailedResourcesMap: Record<string, FailureInfo> = {};
  for (const { arn, service, call } of calls) {
    try {
      await context.call(service, ...call);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      FailedResourcesMap[arn] = failureOf(error);
    }
  }
  return { FailedResourcesMap };
}

/** The codes of the service that refused are told as they are; the model's enumeration has only those of this one. */
const failureOf = ({ code, message, status = 400 }: AwsError): FailureInfo => ({
  StatusCode: status,
  ErrorCode: code as NonNullable<FailureInfo['ErrorCode']>,
  ErrorMessage: message,
});
