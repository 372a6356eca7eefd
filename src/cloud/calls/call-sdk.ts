import type { SdkCall } from '../kernel/call-options.ts';
import { UnsupportedError } from '../kernel/errors.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import { readSdkJson, writeSdkJson } from '../wire/json/sdk-json.ts';
import { callInternally } from './pipeline.ts';

/** See `Kernel.callSdk`. */
export async function callSdk(kernel: CloudKernel, asked: SdkCall): Promise<object> {
  const { sdkName, action, input, ...options } = asked;
  const head = kernel.models.heads.find((each) => each.sdkName === sdkName && kernel.services.has(each.service));
  if (!head) throw new UnsupportedError(`the service ${sdkName} (asked for ${action})`);
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const model = kernel.models.of(head.service).operations.get(operation);
  if (!model || model.isNameOnly) throw new UnsupportedError(`${sdkName}:${action}`);
  const output = await callInternally(kernel, head.service, operation, readSdkJson(model.input, input), options);
  return writeSdkJson(model.output, output);
}
