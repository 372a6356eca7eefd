import type {
  CreateVpcLinkRequest,
  DeleteVpcLinkRequest,
  GetVpcLinkRequest,
  GetVpcLinksRequest,
  UpdateVpcLinkRequest,
  VpcLink,
  VpcLinks,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import { nullOrEmpty } from '../patch/patch-values.ts';
import type { RestApiState, VpcLinkRecord } from '../state.ts';

const findVpcLink = (state: RestApiState, id: string): VpcLinkRecord =>
  state.vpcLinks.get(id) ?? raise(notFound('Invalid Vpc Link identifier specified'));

/**
 * Says that the link is still being made, as AWS does; whoever asks again learns that it is ready.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html
 */
export const createVpcLink: Operation<Given<CreateVpcLinkRequest>, VpcLink, RestApiState> = (
  state,
  input,
  { random },
) => {
  if (input.name === '') throw badRequest('VPC Link name cannot be blank');
  if (input.targetArns.length !== 1) throw badRequest('Exactly one target ARN must be specified for a VPC Link');
  const link: VpcLinkRecord = {
    ...given(input),
    id: random.text(6),
    status: 'AVAILABLE',
    statusMessage: 'Your vpc link is ready for use',
  };
  state.vpcLinks.set(link.id, link);
  const { statusMessage: _, ...pending } = link;
  return { ...pending, status: 'PENDING' };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetVpcLink.html */
export const getVpcLink: Operation<Given<GetVpcLinkRequest>, VpcLink, RestApiState> = (state, { vpcLinkId }) =>
  findVpcLink(state, vpcLinkId);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetVpcLinks.html */
export const getVpcLinks: Operation<Given<GetVpcLinksRequest>, VpcLinks, RestApiState> = (state, input) =>
  listPage([...state.vpcLinks.values()], input, ({ id }) => id);

const patchPaths: readonly PatchPath[] = [
  { path: '/name', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/description', ops: ['replace'] },
];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateVpcLink.html */
export const updateVpcLink: Operation<Given<UpdateVpcLinkRequest>, VpcLink, RestApiState> = (
  state,
  { vpcLinkId, patchOperations },
) => {
  const link = applyPatch(findVpcLink(state, vpcLinkId), patchOperations, patchPaths);
  state.vpcLinks.set(link.id, link);
  return link;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteVpcLink.html */
export const deleteVpcLink: Operation<Given<DeleteVpcLinkRequest>, object, RestApiState> = (state, { vpcLinkId }) => {
  findVpcLink(state, vpcLinkId);
  state.vpcLinks.delete(vpcLinkId);
  return {};
};
