import type { Filter } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidCombination, invalidFilter, invalidParameterValue } from '../errors.ts';
import type { Ec2State, Kind, Records } from '../state.ts';
import { type Filters, passes } from './filters.ts';
import { find } from './kinds.ts';

/** What Describe calls have in common. */
interface Question {
  readonly Filters?: readonly Filter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface Selection<K extends Kind> {
  readonly ids?: readonly string[] | undefined;
  /** The parameter of the ids: `vpcIds`. */
  readonly parameter: string;
  readonly filters: Filters<Records[K]>;
  /** Default: 5. */
  readonly least?: number;
  /** What is no longer, or not yet, told of. */
  readonly isVisible?: (item: Records[K]) => boolean;
}

interface Found<K extends Kind> {
  readonly items: readonly Records[K][];
  readonly next: { readonly NextToken?: string };
}

/** AWS: pages are of at most as many. */
const pageMax = 1000;

/** The resources of a kind that a Describe call asks for, by ids and by filters, a page at a time. */
export function describe<K extends Kind>(
  state: Ec2State,
  kind: K,
  question: Question,
  { ids = [], parameter, filters, least = 5, isVisible = () => true }: Selection<K>,
): Found<K> {
  const { MaxResults, NextToken, Filters: asked = [] } = question;
  assertPage(MaxResults, ids.length > 0, parameter, least);
  const entries: [string, Records[K]][] =
    ids.length > 0
      ? [...new Set(ids)].map((id) => [id, find(state, kind, id)])
      : ([...state[kind].entries()] as [string, Records[K]][]);
  const passing = entries.filter(
    ([id, item]) => isVisible(item) && passes(item, state.tags.get(id) ?? {}, asked, filters),
  );
  // Names of filters are looked at even where there is nothing to filter.
  for (const { Name = '' } of asked) assertKnown(Name, filters);
  const page = pageOf(passing, {
    limit: Math.min(MaxResults ?? pageMax, pageMax),
    token: NextToken,
    keyOf: ([id]) => id,
    invalidToken,
  });
  return { items: page.items.map(([, item]) => item), next: page.next === undefined ? {} : { NextToken: page.next } };
}

function assertKnown<T>(name: string, filters: Filters<T>): void {
  const isOfTags = name === 'tag-key' || name === 'tag-value' || name.startsWith('tag:');
  if (!isOfTags && !Object.hasOwn(filters, name)) throw invalidFilter(name);
}

function assertPage(max: number | undefined, hasIds: boolean, parameter: string, least: number): void {
  if (max === undefined) return;
  if (max < least)
    throw invalidParameterValue(
      `Value ( ${max} ) for parameter maxResults is invalid. Expecting a value greater than ${least}.`,
    );
  if (hasIds) throw invalidCombination(`The parameter ${parameter} cannot be used with the parameter maxResults`);
}

const invalidToken = (): AwsError =>
  new AwsError('InvalidNextToken', 'The specified NextToken value is invalid. Please try again.');
