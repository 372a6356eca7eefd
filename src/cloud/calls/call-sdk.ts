import type { SdkCall } from '../kernel/call-options.ts';
import { AwsError, UnsupportedError } from '../kernel/errors.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import { readSdkJson, writeSdkJson } from '../wire/json/sdk-json.ts';
import type { ServiceModel } from '../wire/model/model.ts';
import * as wire from '../wire/wire.ts';
import { callInternally } from './pipeline.ts';

/** See `Kernel.callSdk`. */
export async function callSdk(kernel: CloudKernel, asked: SdkCall): Promise<object> {
  const { sdkName, action, input, namesOf = 'java', more, answered, ...options } = asked;
  const head = kernel.models.heads.find((each) => each.sdkName === sdkName && kernel.services.has(each.service));
  if (!head) throw new UnsupportedError(`the service ${sdkName} (asked for ${action})`);
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const model = kernel.models.of(head.service);
  const shapes = model.operations.get(operation);
  if (!shapes || shapes.isNameOnly) throw new UnsupportedError(`${sdkName}:${action}`);
  let hop = '';
  const read = { ...readSdkJson(shapes.input, input), ...more };
  const call = callInternally(kernel, head.service, operation, read, {
    ...options,
    hopEnded: (id) => {
      hop = id;
    },
  });
  const output = await call.catch((error: unknown) => {
    if (error instanceof AwsError) answered?.({ ...wire.sdkAnswer(model, hop), ...refusalOf(error, model) });
    throw error;
  });
  const { status } = shapes.http ?? { status: 200 };
  answered?.({ ...wire.sdkAnswer(model, hop), status });
  return writeSdkJson(shapes.output, output, namesOf);
}

function refusalOf(error: AwsError, model: ServiceModel) {
  const { status, ...refusal } = wire.sdkRefusal(error, model);
  return { status, error: refusal };
}
