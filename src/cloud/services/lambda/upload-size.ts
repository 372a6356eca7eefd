import { requestTooLarge } from './errors.ts';

/** AWS: of all requests but invokes. */
const requestBytesMax = 70_167_211;

/** Throws RequestEntityTooLargeException where an archive alone is more, in base64, than a request may have. */
export function assertUploadSize(archive: Uint8Array | undefined, operation: string): void {
  if (archive && Math.ceil(archive.byteLength / 3) * 4 > requestBytesMax) {
    throw requestTooLarge(requestBytesMax, operation);
  }
}
