import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
const optionalGroup: MemberShape = {
  min: 1,
  max: 512,
  pattern: /^[.\-_/#A-Za-z0-9]+$/,
  patternText: '[\\.\\-_/#A-Za-z0-9]+',
};
const groupName: MemberShape = { required: true, ...optionalGroup };
const groupIdentifier: MemberShape = {
  min: 1,
  max: 2048,
  pattern: /^[\w#+=/:,.@-]*$/,
  patternText: '[\\w#+=/:,.@-]*',
};
const streamName: MemberShape = { required: true, min: 1, max: 512, pattern: /^[^:*]*$/, patternText: '[^:*]*' };
const filterName: MemberShape = { required: true, min: 1, max: 512, pattern: /^[^:*]*$/, patternText: '[^:*]*' };
const pattern: MemberShape = { max: 1024 };
const time: MemberShape = { min: 0 };
const token: MemberShape = { min: 1 };
const items: MemberShape = { min: 1, max: 50 };
const events: MemberShape = { min: 1, max: 10_000 };
const tags: MemberShape = { required: true, min: 1, max: 50, each: { max: 256 } };
const group: InputShape = { logGroupName: groupName };
const stream: InputShape = { logGroupName: groupName, logStreamName: streamName };
const eitherGroup: InputShape = { logGroupName: optionalGroup, logGroupIdentifier: groupIdentifier };

const transformation: MemberShape = {
  members: {
    metricName: { required: true, max: 255, pattern: /^[^:*$]*$/, patternText: '[^:*$]*' },
    // Wider than the reference has it: AWS takes colons.
    metricNamespace: { required: true, max: 255, pattern: /^[^*$]*$/, patternText: '[^:*$]*' },
    metricValue: { required: true, max: 100 },
  },
};

const policyType = {
  required: true,
  enum: [
    'DATA_PROTECTION_POLICY',
    'SUBSCRIPTION_FILTER_POLICY',
    'FIELD_INDEX_POLICY',
    'TRANSFORMER_POLICY',
    'METRIC_EXTRACTION_POLICY',
  ],
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
export const logsShapes: Readonly<Record<string, InputShape>> = {
  CreateLogGroup: {
    ...group,
    kmsKeyId: { max: 256 },
    tags: { ...tags, required: false },
    logGroupClass: { enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] },
  },
  DeleteLogGroup: group,
  DescribeLogGroups: {
    logGroupNamePrefix: optionalGroup,
    logGroupNamePattern: { max: 512 },
    nextToken: token,
    limit: items,
  },
  PutRetentionPolicy: { ...group, retentionInDays: { required: true } },
  DeleteRetentionPolicy: group,
  AssociateKmsKey: { logGroupName: optionalGroup, kmsKeyId: { required: true, max: 256 } },
  DisassociateKmsKey: { logGroupName: optionalGroup },
  PutLogGroupDeletionProtection: {
    logGroupIdentifier: { required: true, ...groupIdentifier },
    deletionProtectionEnabled: { required: true },
  },
  PutBearerTokenAuthentication: {
    logGroupIdentifier: { required: true, ...groupIdentifier },
    bearerTokenAuthenticationEnabled: { required: true },
  },
  PutDestination: {
    destinationName: filterName,
    targetArn: { required: true, min: 1 },
    roleArn: { required: true, min: 1 },
    tags: { ...tags, required: false },
  },
  PutDestinationPolicy: { destinationName: filterName, accessPolicy: { required: true, min: 1 } },
  DescribeDestinations: { DestinationNamePrefix: { ...filterName, required: false }, nextToken: token, limit: items },
  DeleteDestination: { destinationName: filterName },
  CreateLogStream: stream,
  DeleteLogStream: stream,
  DescribeLogStreams: {
    ...eitherGroup,
    logStreamNamePrefix: { ...streamName, required: false },
    orderBy: { enum: ['LogStreamName', 'LastEventTime'] },
    nextToken: token,
    limit: items,
  },
  // The events themselves are looked at once, in the operation: this is the hot path.
  PutLogEvents: { ...stream, logEvents: { required: true, min: 1, max: 10_000 } },
  GetLogEvents: {
    ...eitherGroup,
    logStreamName: streamName,
    startTime: time,
    endTime: time,
    nextToken: token,
    limit: events,
  },
  StartLiveTail: {
    logGroupIdentifiers: { required: true, min: 1, max: 10, each: groupIdentifier },
    logStreamNames: { min: 1, max: 100, each: { ...streamName, required: false } },
    logStreamNamePrefixes: { min: 1, max: 100, each: { ...streamName, required: false } },
    logEventFilterPattern: pattern,
  },
  FilterLogEvents: {
    ...eitherGroup,
    logStreamNames: { min: 1, max: 100, each: { ...streamName, required: false } },
    logStreamNamePrefix: { ...streamName, required: false },
    startTime: time,
    endTime: time,
    filterPattern: pattern,
    nextToken: token,
    limit: events,
  },
  PutMetricFilter: {
    ...group,
    filterName,
    filterPattern: { required: true, ...pattern },
    metricTransformations: { required: true, min: 1, max: 1, each: transformation },
  },
  DescribeMetricFilters: { logGroupName: optionalGroup, nextToken: token, limit: items },
  DeleteMetricFilter: { ...group, filterName },
  PutSubscriptionFilter: {
    ...group,
    filterName,
    filterPattern: { required: true, ...pattern },
    destinationArn: { required: true, min: 1 },
    roleArn: { min: 1 },
    distribution: { enum: ['Random', 'ByLogStream'] },
  },
  DescribeSubscriptionFilters: {
    ...group,
    filterNamePrefix: { ...filterName, required: false },
    nextToken: token,
    limit: items,
  },
  DeleteSubscriptionFilter: { ...group, filterName },
  StartQuery: {
    logGroupName: optionalGroup,
    startTime: { ...time, required: true },
    endTime: { ...time, required: true },
    queryString: { required: true, max: 10_000 },
    limit: { min: 1, max: 10_000 },
  },
  GetQueryResults: { queryId: { required: true, max: 256 } },
  StopQuery: { queryId: { required: true, max: 256 } },
  DescribeQueries: {
    logGroupName: optionalGroup,
    status: { enum: ['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout', 'Unknown'] },
    maxResults: { min: 1, max: 1000 },
    nextToken: token,
  },
  PutQueryDefinition: {
    name: { required: true, min: 1, max: 255 },
    queryString: { required: true, min: 1, max: 10_000 },
    queryDefinitionId: { max: 256 },
  },
  DescribeQueryDefinitions: {
    queryDefinitionNamePrefix: { min: 1, max: 255 },
    maxResults: { min: 1, max: 1000 },
    nextToken: token,
  },
  DeleteQueryDefinition: { queryDefinitionId: { required: true, max: 256 } },
  ListLogGroups: { logGroupNamePattern: { min: 3, max: 129 }, nextToken: token, limit: { min: 1, max: 1000 } },
  TestMetricFilter: {
    filterPattern: { required: true, ...pattern },
    logEventMessages: { required: true, min: 1, max: 50, each: { min: 1 } },
  },
  PutAccountPolicy: {
    policyName: { required: true, min: 1 },
    policyDocument: { required: true, min: 1, max: 51_200 },
    policyType,
    scope: { enum: ['ALL'] },
  },
  DescribeAccountPolicies: { policyType, policyName: { min: 1 }, nextToken: token },
  DeleteAccountPolicy: { policyName: { required: true, min: 1 }, policyType },
  PutIndexPolicy: {
    logGroupIdentifier: { required: true, ...groupIdentifier },
    policyDocument: { required: true, min: 1, max: 51_200 },
  },
  DescribeIndexPolicies: {
    logGroupIdentifiers: { required: true, min: 1, max: 100, each: groupIdentifier },
    nextToken: token,
  },
  DeleteIndexPolicy: { logGroupIdentifier: { required: true, ...groupIdentifier } },
  TagResource: { resourceArn: { required: true, min: 1, max: 1011 }, tags },
  UntagResource: { resourceArn: { required: true, min: 1, max: 1011 }, tagKeys: { required: true, max: 50 } },
  ListTagsForResource: { resourceArn: { required: true, min: 1, max: 1011 } },
  TagLogGroup: { ...group, tags },
  UntagLogGroup: { ...group, tags: { required: true, min: 1 } },
  ListTagsLogGroup: group,
  DescribeResourcePolicies: { nextToken: token, limit: items },
  PutResourcePolicy: { policyDocument: { min: 1, max: 51_200 } },
};
