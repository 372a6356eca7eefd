import type { InternetGatewayAttachment } from '@aws-sdk/client-ec2';

/** An attachment of an internet gateway is `available`, which the SDK's type does not know. */
export const attachmentTo = (VpcId: string): InternetGatewayAttachment => ({
  State: 'available' as 'attached',
  VpcId,
});
