import type {
  GetTagsRequest,
  GetTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-apigatewayv2';
import { raise } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest, resourceNotFound } from '../errors.ts';
import { childKey, type HttpApiState } from '../state.ts';

type Tags = Readonly<Record<string, string>>;

/** What has tags, whatever it is. */
interface Tagged {
  readonly tags: Tags;
  replace(tags: Record<string, string>): void;
}

const tagsMax = 50;

/** The API or stage that an ARN (`arn:aws:apigateway:eu-west-1::/apis/a1b2c3/stages/dev`) names. */
function taggedBy(state: HttpApiState, arn: string, context: Context): Tagged {
  const other = linkTaggedBy(state, arn, context) ?? domainTaggedBy(state, arn, context);
  if (other) return other;
  const match = /^arn:[^:]+:apigateway:([^:]*):[^:]*:\/apis\/([^/]+)(?:\/stages\/(.+))?$/.exec(arn);
  const [, region, apiId = '', stageName] = match ?? raise(badRequest(`Invalid ARN specified in the request: ${arn}`));
  if (region !== context.region) throw resourceNotFound(arn);
  const api = state.apis.get(apiId) ?? raise(resourceNotFound(arn));
  if (stageName === undefined) {
    return { tags: api.Tags ?? {}, replace: (Tags) => state.apis.set(apiId, { ...api, Tags }) };
  }
  const key = childKey(apiId, stageName);
  const stage = state.stages.get(key) ?? raise(resourceNotFound(arn));
  return { tags: stage.Tags ?? {}, replace: (Tags) => state.stages.set(key, { ...stage, Tags }) };
}

/** Undefined where the ARN (`arn:aws:apigateway:eu-west-1::/vpclinks/a1b2c3`) is none of a VPC link. */
function linkTaggedBy({ vpcLinks }: HttpApiState, arn: string, context: Context): Tagged | undefined {
  const match = /^arn:[^:]+:apigateway:([^:]*):[^:]*:\/vpclinks\/([^/]+)$/.exec(arn);
  if (!match) return undefined;
  const [, region, id = ''] = match;
  const link = (region === context.region && vpcLinks.get(id)) || raise(resourceNotFound(arn));
  return { tags: link.Tags ?? {}, replace: (Tags) => vpcLinks.set(id, { ...link, Tags }) };
}

/** Undefined where the ARN (`arn:aws:apigateway:eu-west-1::/domainnames/api.example.com`) is none of a custom domain. */
function domainTaggedBy({ domainNames }: HttpApiState, arn: string, context: Context): Tagged | undefined {
  const match = /^arn:[^:]+:apigateway:([^:]*):[^:]*:\/domainnames\/([^/]+)$/.exec(arn);
  if (!match) return undefined;
  const [, region, name = ''] = match;
  const domain = (region === context.region && domainNames.get(name)) || raise(resourceNotFound(arn));
  return { tags: domain.Tags ?? {}, replace: (Tags) => domainNames.set(name, { ...domain, Tags }) };
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html#GetTags */
export const getTags: Operation<Given<GetTagsRequest>, GetTagsResponse, HttpApiState> = (
  state,
  { ResourceArn },
  context,
) => ({ Tags: { ...taggedBy(state, ResourceArn, context).tags } });

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html#TagResource */
export const tagResource: Operation<Given<TagResourceRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ResourceArn, Tags },
  context,
) => {
  const tagged = taggedBy(state, ResourceArn, context);
  const tags = { ...tagged.tags, ...Tags };
  if (Object.keys(tags).length > tagsMax) throw badRequest(`The number of tags exceeds the limit of ${tagsMax}`);
  tagged.replace(tags);
  return {};
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html#UntagResource */
export const untagResource: Operation<Given<UntagResourceRequest>, Record<string, never>, HttpApiState> = (
  state,
  { ResourceArn, TagKeys },
  context,
) => {
  const tagged = taggedBy(state, ResourceArn, context);
  const kept = Object.entries(tagged.tags).filter(([key]) => !TagKeys.includes(key));
  tagged.replace(Object.fromEntries(kept));
  return {};
};
