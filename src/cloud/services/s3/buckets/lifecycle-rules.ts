import type { LifecycleRule, LifecycleRuleFilter } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';

const rulesMax = 1000;
const idCharactersMax = 255;
const dayMs = 86_400_000;
const infrequentDaysMin = 30; // AWS: an object stays in STANDARD that long ahead of an infrequent-access class
const newerVersionsMax = 100;

/**
 * Throws what S3 says to rules that it does not take: MalformedXML, InvalidRequest or InvalidArgument.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export function assertLifecycleRules(rules: readonly LifecycleRule[]): void {
  if (rules.length === 0 || rules.length > rulesMax) throw malformedXml();
  const ids = new Set<string>();
  for (const rule of rules) {
    assertShape(rule);
    assertId(rule.ID, ids);
    if (!hasAction(rule)) throw invalidRequest('At least one action needs to be specified in a rule');
    assertExpiration(rule);
    assertTransitions(rule);
    assertNoncurrent(rule);
    assertUploads(rule);
  }
}

function assertShape({ Status, Filter, Prefix, Expiration = {} }: LifecycleRule): void {
  if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml();
  if ((Filter === undefined) === (Prefix === undefined)) throw malformedXml();
  if (Filter && countOf(Filter) > 1) throw malformedXml();
  if (Filter?.And && countOf({ ...Filter.And, And: undefined }) < 2 && (Filter.And.Tags?.length ?? 0) < 2) {
    throw malformedXml();
  }
  // One way of expiring a rule; the SDK's types allow them all.
  if (countOf(Expiration) > 1) throw malformedXml();
}

const countOf = (record: object): number => Object.values(record).filter((value) => value !== undefined).length;

function assertId(id: string | undefined, ids: Set<string>): void {
  if (id === undefined) return;
  if (id.length > idCharactersMax) {
    throw invalidArgument(`ID length should not exceed allowed limit of ${idCharactersMax}`, 'ID', id);
  }
  if (ids.has(id)) {
    throw invalidArgument('RuleId must be unique. Found same ID for more than one rule', 'ID', id);
  }
  ids.add(id);
}

const hasAction = (rule: LifecycleRule): boolean =>
  rule.Expiration !== undefined ||
  (rule.Transitions?.length ?? 0) > 0 ||
  rule.NoncurrentVersionExpiration !== undefined ||
  (rule.NoncurrentVersionTransitions?.length ?? 0) > 0 ||
  rule.AbortIncompleteMultipartUpload !== undefined;

function assertExpiration({ Expiration }: LifecycleRule): void {
  if (Expiration?.Days !== undefined && !(Expiration.Days > 0)) {
    throw notPositive('Days', 'Expiration', Expiration.Days);
  }
  assertMidnight(Expiration?.Date);
}

function assertMidnight(date: Date | undefined): void {
  if (!date || date.getTime() % dayMs === 0) return;
  throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
}

function assertTransitions(rule: LifecycleRule): void {
  const classes = new Set<string | undefined>();
  for (const { Days, Date: date, StorageClass } of rule.Transitions ?? []) {
    if (StorageClass === undefined || (Days === undefined) === (date === undefined)) throw malformedXml();
    if (classes.has(StorageClass)) {
      throw invalidRequest(
        `'StorageClass' must be different for 'Transition' actions in same 'Rule' with prefix '${prefixOf(rule)}'`,
      );
    }
    classes.add(StorageClass);
    assertMidnight(date);
    if (Days === undefined) continue;
    if (Days < 0) throw invalidArgument("'Days' for Transition action must be nonnegative", 'Days', Days);
    if (/_IA$/.test(StorageClass) && Days < infrequentDaysMin) {
      throw invalidArgument(
        `'Days' in Transition action must be greater than or equal to ${infrequentDaysMin} for storageClass '${StorageClass}'`,
        'Days',
        Days,
      );
    }
    const end = rule.Expiration?.Days;
    if (end !== undefined && end <= Days) {
      throw invalidArgument(
        `'Days' in the Expiration action for filter '(prefix=${prefixOf(rule)})' must be greater than 'Days' in the Transition action`,
        'Days',
        end,
      );
    }
  }
}

const prefixOf = ({ Prefix, Filter }: LifecycleRule): string => Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? '';

function assertNoncurrent({ NoncurrentVersionExpiration: expiration }: LifecycleRule): void {
  if (!expiration) return;
  const { NoncurrentDays, NewerNoncurrentVersions: newer } = expiration;
  if (NoncurrentDays === undefined || !(NoncurrentDays > 0)) {
    throw notPositive('NoncurrentDays', 'NoncurrentVersionExpiration', NoncurrentDays);
  }
  if (newer !== undefined && !(newer > 0 && newer <= newerVersionsMax)) {
    throw invalidArgument(
      `'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be a positive integer and no more than ${newerVersionsMax}`,
      'NewerNoncurrentVersions',
      newer,
    );
  }
}

function assertUploads({ AbortIncompleteMultipartUpload: abort, Expiration, Filter }: LifecycleRule): void {
  if (abort && !((abort.DaysAfterInitiation ?? 0) > 0)) {
    throw notPositive('DaysAfterInitiation', 'AbortIncompleteMultipartUpload', abort.DaysAfterInitiation);
  }
  if (!Filter || !hasTags(Filter)) return;
  if (abort) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  if (Expiration?.ExpiredObjectDeleteMarker) {
    throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Tags.');
  }
}

const hasTags = ({ Tag, And }: LifecycleRuleFilter): boolean => Tag !== undefined || (And?.Tags?.length ?? 0) > 0;

const notPositive = (name: string, action: string, value: unknown) =>
  invalidArgument(`'${name}' for ${action} action must be a positive integer`, name, value ?? 'null');
