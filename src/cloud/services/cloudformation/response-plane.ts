import { parseJsonObject } from '../../kernel/json.ts';
import type { DataPlane } from '../../service-kit/contract.ts';
import { responsePath, tooLong } from './engine/deploy/owners/custom-resource.ts';
import type { CloudFormationRuntime } from './runtime.ts';

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html */
const answerBytesMax = 4096;

/** Where handlers of custom resources put their answers, and others the signals of wait conditions: AWS uses a presigned URL of S3. */
export const responsePlane: DataPlane<CloudFormationRuntime | undefined> = {
  name: 'cloudformation-responses',
  isOpenToPages: false,
  pathPrefix: responsePath,
  async handle(request, _kernel, runtime) {
    if (request.method !== 'PUT') return { status: 405, headers: { allow: 'PUT' }, body: '' };
    const answer = parseJsonObject(Buffer.from(request.body).toString());
    if (!answer) return { status: 400, headers: {}, body: 'The answer of a custom resource must be a JSON object.' };
    // AWS takes it, and fails the resource for it.
    const isTooLong = request.body.length > answerBytesMax;
    const token = request.path.slice(responsePath.length);
    const wasAwaited =
      runtime?.signals.receive(token, answer) === true || runtime?.answer(token, isTooLong ? tooLong : answer) === true;
    return { status: wasAwaited ? 200 : 403, headers: {}, body: '' };
  },
};
