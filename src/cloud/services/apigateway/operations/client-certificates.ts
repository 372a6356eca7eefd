import { createPrivateKey, createPublicKey } from 'node:crypto';
import type {
  ClientCertificate,
  ClientCertificates,
  DeleteClientCertificateRequest,
  GenerateClientCertificateRequest,
  GetClientCertificateRequest,
  GetClientCertificatesRequest,
  UpdateClientCertificateRequest,
} from '@aws-sdk/client-api-gateway';
import { createCertificate, type DistinguishedName } from '../../../kernel/certificates/create-certificate.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { newRsaKey } from '../../../service-kit/rsa-key.ts';
import { thisSecond } from '../changes.ts';
import { badRequest, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import type { ClientCertificateRecord, RestApiState } from '../state.ts';

const keyBits = 2048;
const serialBytes = 8;
// https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
const validDays = 365;
const dayMs = 24 * 60 * 60 * 1000;

/** As client certificates of API Gateway name themselves. */
const subject: DistinguishedName = {
  country: 'US',
  state: 'Washington',
  locality: 'Seattle',
  organization: 'Amazon.com',
  organizationalUnit: 'Amazon API Gateway',
  commonName: 'ApiGateway',
};

export const findClientCertificate = (state: RestApiState, id: string): ClientCertificateRecord =>
  state.clientCertificates.get(id) ?? raise(notFound('Invalid Client Certificate ID specified'));

/** A certificate as it is answered: nobody ever sees its key. */
function describeCertificate({ privateKeyPem: _, ...certificate }: ClientCertificateRecord): ClientCertificate {
  return certificate;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GenerateClientCertificate.html */
export const generateClientCertificate: Operation<
  Given<GenerateClientCertificateRequest>,
  ClientCertificate,
  RestApiState
> = (state, input, context) => {
  const { random } = context;
  const createdDate = thisSecond(context);
  const expirationDate = new Date(createdDate.getTime() + validDays * dayMs);
  const serial = random.bytes(serialBytes);
  // A leading zero would be no proper DER.
  serial[0] = (serial[0] ?? 0) | 1;
  const key = createPrivateKey({ key: Buffer.from(newRsaKey(keyBits, random)), format: 'der', type: 'pkcs8' });
  const certificatePem = createCertificate({
    subject,
    issuer: subject,
    publicKey: createPublicKey(key),
    signingKey: key,
    serialNumber: serial,
    notBeforeMs: createdDate.getTime(),
    notAfterMs: expirationDate.getTime(),
  });
  const certificate: ClientCertificateRecord = {
    clientCertificateId: random.text(6),
    ...given(input),
    pemEncodedCertificate: certificatePem,
    createdDate,
    expirationDate,
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  state.clientCertificates.set(certificate.clientCertificateId, certificate);
  return describeCertificate(certificate);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetClientCertificate.html */
export const getClientCertificate: Operation<Given<GetClientCertificateRequest>, ClientCertificate, RestApiState> = (
  state,
  { clientCertificateId },
) => describeCertificate(findClientCertificate(state, clientCertificateId));

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetClientCertificates.html */
export const getClientCertificates: Operation<Given<GetClientCertificatesRequest>, ClientCertificates, RestApiState> = (
  state,
  input,
) => {
  const page = listPage([...state.clientCertificates.values()], input, (each) => each.clientCertificateId);
  return { ...page, items: page.items.map(describeCertificate) };
};

const patchPaths: readonly PatchPath[] = [{ path: '/description', ops: ['replace'] }];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateClientCertificate.html */
export const updateClientCertificate: Operation<
  Given<UpdateClientCertificateRequest>,
  ClientCertificate,
  RestApiState
> = (state, { clientCertificateId, patchOperations }) => {
  const certificate = applyPatch(findClientCertificate(state, clientCertificateId), patchOperations, patchPaths);
  state.clientCertificates.set(clientCertificateId, certificate);
  return describeCertificate(certificate);
};

/** Not while a stage shows it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteClientCertificate.html */
export const deleteClientCertificate: Operation<Given<DeleteClientCertificateRequest>, object, RestApiState> = (
  state,
  { clientCertificateId: id },
) => {
  findClientCertificate(state, id);
  for (const [key, stage] of state.stages.entries()) {
    if (stage.clientCertificateId === id) throw badRequest(`Client certificate ${id} is used by stage ${key}`);
  }
  state.clientCertificates.delete(id);
  return {};
};
