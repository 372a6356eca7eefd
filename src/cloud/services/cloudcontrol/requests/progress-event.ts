import type { ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import type { ResourceRequest } from '../state.ts';

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_ProgressEvent.html */
export const progressEvent = (request: ResourceRequest): ProgressEvent => ({
  TypeName: request.typeName,
  Identifier: request.identifier,
  RequestToken: request.token,
  Operation: request.operation,
  OperationStatus: request.status,
  EventTime: new Date(request.atMs),
  ResourceModel: request.model,
  StatusMessage: request.message,
  ErrorCode: request.errorCode,
});
