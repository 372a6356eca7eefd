import type { GetTagsRequest, TagResourceRequest, Tags, UntagResourceRequest } from '@aws-sdk/client-api-gateway';
import { parseArn } from '../../../kernel/arns.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { withoutTags } from '../../../service-kit/tags.ts';
import { apiNotFound, badRequest, invalidArn, notFound, stageNotFound } from '../errors.ts';
import type { RestApiState } from '../state.ts';
import { taggedResources } from '../tagged.ts';

// AWS: tags of one resource.
const tagsMax = 50;

/** What the ARN (`arn:aws:apigateway:eu-west-1::/restapis/a1b2c3`) names. @throws BadRequestException, NotFoundException */
function findTagged(state: RestApiState, resourceArn: string, { account, region }: Context) {
  const arn = parseArn(resourceArn);
  if (arn?.service !== 'apigateway' || arn.region !== region || !arn.resource.startsWith('/')) throw invalidArn();
  for (const tagged of taggedResources(state)) if (tagged.path === arn.resource) return tagged;
  const [, kind, id = '', below] = arn.resource.split('/');
  if (kind === 'restapis')
    throw below === 'stages' && state.restApis.has(id) ? stageNotFound() : apiNotFound(account, id);
  throw notFound('Invalid resource identifier specified');
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetTags.html */
export const getTags: Operation<Given<GetTagsRequest>, Tags, RestApiState> = (state, { resourceArn }, context) => ({
  tags: { ...findTagged(state, resourceArn, context).tags },
});

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceRequest>, object, RestApiState> = (
  state,
  { resourceArn, tags },
  context,
) => {
  const tagged = findTagged(state, resourceArn, context);
  const all = { ...tagged.tags, ...tags };
  if (Object.keys(all).length > tagsMax) throw badRequest(`The number of tags exceeds the limit of ${tagsMax}`);
  tagged.replace(all);
  return {};
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceRequest>, object, RestApiState> = (
  state,
  { resourceArn, tagKeys },
  context,
) => {
  const tagged = findTagged(state, resourceArn, context);
  tagged.replace(withoutTags(tagged.tags, tagKeys));
  return {};
};
