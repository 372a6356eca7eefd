import { createHash } from 'node:crypto';
import { partitionOf } from '../../../kernel/arns.ts';
import type { Parameter } from '../state.ts';

/*
 * What AWS publishes under /aws/service. Values are made up and stable: the same name in the same region is always the
 * same image. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */

const regions = [
  ...['af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ca-central-1', 'ca-west-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['il-central-1', 'me-central-1', 'me-south-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];

const amazonLinux = ['x86_64', 'arm64'].flatMap((architecture) => [
  `al2023-ami-kernel-6.1-${architecture}`,
  `al2023-ami-kernel-default-${architecture}`,
  `al2023-ami-minimal-kernel-6.1-${architecture}`,
  `al2023-ami-minimal-kernel-default-${architecture}`,
  `amzn2-ami-hvm-${architecture}-gp2`,
  `amzn2-ami-kernel-5.10-hvm-${architecture}-gp2`,
]);

/** Names that can be listed by their path. */
const listed = [
  ...amazonLinux.map((name) => `/aws/service/ami-amazon-linux-latest/${name}`),
  ...regions.map((region) => `/aws/service/global-infrastructure/regions/${region}`),
].sort();

/** Images of families whose members are too many to be listed. */
const images = [
  /^\/aws\/service\/ecs\/optimized-ami\/[\w.-]+(?:\/[\w.-]+)?\/recommended\/image_id$/,
  /^\/aws\/service\/eks\/optimized-ami\/[\d.]+\/[\w./-]+\/recommended\/image_id$/,
  /^\/aws\/service\/eks\/optimized-ami\/[\d.]+\/[\w.-]+\/image_id$/,
  /^\/aws\/service\/bottlerocket\/[\w.-]+\/(?:x86_64|arm64)\/latest\/image_id$/,
  /^\/aws\/service\/ami-windows-latest\/[\w.-]+$/,
  /^\/aws\/service\/canonical\/ubuntu\/[\w./-]+\/ami-id$/,
];

/** Undefined for what AWS does not publish, or what is not known here. */
export function publicParameter(name: string, region: string): Parameter | undefined {
  if (listed.includes(name)) {
    const isRegion = name.startsWith('/aws/service/global-infrastructure/');
    return isRegion ? parameterOf(name, region, name.slice(name.lastIndexOf('/') + 1), 'text') : image(name, region);
  }
  if (images.some((pattern) => pattern.test(name))) return image(name, region);
  const of = /^(\/aws\/service\/ecs\/optimized-ami\/.+\/recommended)$/.exec(name)?.[1];
  if (of === undefined) return undefined;
  const value = JSON.stringify({ image_id: imageId(`${of}/image_id`, region), os: 'Linux', schema_version: 1 });
  return parameterOf(name, region, value, 'text');
}

/** Those below a path that can be listed, in order. */
export const publicParametersBelow = (prefix: string, region: string): Parameter[] =>
  listed.filter((name) => name.startsWith(prefix)).flatMap((name) => publicParameter(name, region) ?? []);

const image = (name: string, region: string): Parameter =>
  parameterOf(name, region, imageId(name, region), 'aws:ec2:image');

const imageId = (name: string, region: string): string =>
  `ami-${createHash('sha256').update(`${region}${name}`).digest('hex').slice(0, 17)}`;

/** When they were published is made up, too. */
const publishedMs = Date.UTC(2025, 0, 1);

const parameterOf = (name: string, region: string, value: string, dataType: string): Parameter => ({
  name,
  arn: `arn:${partitionOf(region)}:ssm:${region}::parameter${name}`,
  tags: {},
  versions: [
    {
      version: 1,
      type: 'String',
      value,
      tier: 'Standard',
      dataType,
      labels: [],
      modifiedMs: publishedMs,
      modifiedBy: '',
    },
  ],
});
