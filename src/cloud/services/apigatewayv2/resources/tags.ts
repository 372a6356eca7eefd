import { partitionOf } from '../../../kernel/arns.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';

/** `arn:aws:apigateway:eu-west-1::/apis/a1b2c3` */
export const formatTagArn = (region: string, path: string): string =>
  `arn:${partitionOf(region)}:apigateway:${region}::${path}`;

interface At {
  readonly id: string;
  readonly context: ResourceContext;
}

/** How an existing resource’s tags become those of the template; tags that others gave it stay. */
export const tagging = <P>(arnOf: (at: At, p: P) => string) => ({
  tag: 'TagResource',
  untag: 'UntagResource',
  on: (p: P, at: At) => ({ ResourceArn: arnOf(at, p) }),
  isMap: true as const,
});
