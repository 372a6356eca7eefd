import { websiteUrlOf } from '../website/website-address.ts';

/** `Fn::GetAtt` of a bucket. */
export const bucketAttributes = (name: string, region: string) => ({
  Arn: `arn:aws:s3:::${name}`,
  DomainName: `${name}.s3.amazonaws.com`,
  DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
  RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  WebsiteURL: websiteUrlOf(name, region),
});
