import type { DataPlane } from '../../service-kit/contract.ts';
import { responsePath } from './engine/deploy/owners/custom-resource.ts';
import { isRecord } from './engine/template/template.ts';
import type { CloudFormationRuntime } from './runtime.ts';

/** Where the handlers of custom resources put their answers: AWS uses a presigned URL of S3. */
export const responsePlane: DataPlane<CloudFormationRuntime | undefined> = {
  name: 'cloudformation-responses',
  isOpenToPages: false,
  matches: ({ path }) => path.startsWith(responsePath),
  async handle(request, _kernel, runtime) {
    if (request.method !== 'PUT') return { status: 405, headers: { allow: 'PUT' }, body: '' };
    const answer = parse(request.body);
    if (!answer) return { status: 400, headers: {}, body: 'The answer of a custom resource must be a JSON object.' };
    const wasAwaited = runtime?.answer(request.path.slice(responsePath.length), answer) === true;
    return { status: wasAwaited ? 200 : 403, headers: {}, body: '' };
  },
};

function parse(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
