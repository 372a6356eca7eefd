import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const route53RecordSetGroup: ResourceType = {
  type: 'AWS::Route53::RecordSetGroup',
  properties: generated('HostedZoneId', 'HostedZoneName', 'RecordSets'),
};
