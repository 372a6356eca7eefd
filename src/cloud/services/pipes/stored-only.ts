import type { StoredOnly } from '../../service-kit/stored-only.ts';

const notEncrypted = 'what a pipe keeps is not encrypted here';

/** What pipes keep. */
export const pipesStoredOnly: StoredOnly = {
  'CreatePipe.KmsKeyIdentifier': notEncrypted,
  'UpdatePipe.KmsKeyIdentifier': notEncrypted,
  'AWS::Pipes::Pipe.KmsKeyIdentifier': notEncrypted,
};
