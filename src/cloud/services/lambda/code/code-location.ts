import type { Context, DataPlane } from '../../../service-kit/contract.ts';
import type { CodePackage } from '../state.ts';

const prefix = '/_aws/lambda/code/';

/** Where the archive can be downloaded, as AWS's presigned URL of ten minutes; ours works as long as the code does. */
export const codeLocation = ({ endpoint }: Pick<Context, 'endpoint'>, code: CodePackage): string =>
  `${endpoint}${prefix}${code.blob}.zip`;

/** Serves what {@link codeLocation} points to. The name is the content's hash: who knows it has seen the function. */
export const codeDownloads: DataPlane = {
  name: 'lambda-code',
  isOpenToPages: false,
  pathPrefix: prefix,
  handle: async (request, kernel) => {
    const blob = /^([0-9a-f]{64})\.zip$/.exec(request.path.slice(prefix.length))?.[1];
    const zip = blob === undefined ? undefined : kernel.blobs.get(blob);
    if (!zip) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'No such code.\n' };
    return { status: 200, headers: { 'content-type': 'application/zip' }, body: zip };
  },
};
