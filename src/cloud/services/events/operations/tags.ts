import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../../kernel/arns.ts';
import { type Tags, tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import { defaultBusName, getBus } from '../buses/find-bus.ts';
import { invalidParameter } from '../errors.ts';
import type { EventsContext, EventsOperation } from '../operation.ts';
import { getRule } from '../rules/find-rule.ts';
import { type EventsState, ruleKey } from '../state.ts';

/** Something that has tags: a bus or a rule. */
interface Tagged {
  readonly tags: Tags;
  readonly put: (tags: Tags) => void;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: EventsOperation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  state,
  { ResourceARN },
  context,
) => ({ Tags: tagList(taggedOf(state, ResourceARN, context).tags) });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html */
export const tagResource: EventsOperation<TagResourceRequest, object> = (state, { ResourceARN, Tags }, context) => {
  const { tags, put } = taggedOf(state, ResourceARN, context);
  put({ ...tags, ...tagRecord(Tags) });
  return {};
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UntagResource.html */
export const untagResource: EventsOperation<UntagResourceRequest, object> = (
  state,
  { ResourceARN, TagKeys },
  context,
) => {
  const { tags, put } = taggedOf(state, ResourceARN, context);
  put(withoutTags(tags, TagKeys));
  return {};
};

function taggedOf(state: EventsState, text: string, context: EventsContext): Tagged {
  const arn = parseArn(text);
  const [kind, ...path] = arn?.service === 'events' ? arn.resource.split('/') : [];
  const last = path.at(-1) ?? '';
  if (kind === 'event-bus') {
    const bus = getBus(state, path.join('/'), context);
    return { tags: bus.tags, put: (tags) => state.buses.set(bus.name, { ...bus, tags }) };
  }
  if (kind !== 'rule') throw invalidParameter('ResourceARN', 'Provided Arn is not in correct format.');
  const busName = path.length > 1 ? path.slice(0, -1).join('/') : defaultBusName;
  const rule = getRule(state, busName, last);
  // Past the revision: what a rule matches has nothing to do with its tags.
  return { tags: rule.tags, put: (tags) => state.rules.set(ruleKey(busName, last), { ...rule, tags }) };
}
