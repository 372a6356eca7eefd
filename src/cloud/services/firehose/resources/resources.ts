import type { ResourceType } from '../../../service-kit/contract.ts';
import { deliveryStream } from './delivery-stream.ts';

/** CloudFormation types of Firehose. */
export const firehoseResources: Readonly<Record<string, ResourceType>> = { [deliveryStream.type]: deliveryStream };
