import { partitionOf } from '../../../kernel/arns.ts';

/** `arn:aws:apigateway:eu-west-1::/usageplans/a1b2c3` */
export const formatTagArn = (region: string, path: string): string =>
  `arn:${partitionOf(region)}:apigateway:${region}::${path}`;
