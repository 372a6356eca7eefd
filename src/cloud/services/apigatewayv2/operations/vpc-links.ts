import type {
  CreateVpcLinkRequest,
  CreateVpcLinkResponse,
  DeleteVpcLinkRequest,
  GetVpcLinkRequest,
  GetVpcLinkResponse,
  GetVpcLinksRequest,
  GetVpcLinksResponse,
  UpdateVpcLinkRequest,
  UpdateVpcLinkResponse,
} from '@aws-sdk/client-apigatewayv2';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { findVpcLink } from '../lookup.ts';
import type { HttpApiState, VpcLinkRecord } from '../state.ts';

const nameCharactersMax = 128;

function assertName(name: string): void {
  if (name === '' || name.length > nameCharactersMax) throw badRequest('Invalid VPC link name specified');
}

/**
 * Says that the link is still being made, as AWS does; whoever asks again learns that it is ready.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html#CreateVpcLink
 */
export const createVpcLink: Operation<Given<CreateVpcLinkRequest>, CreateVpcLinkResponse, HttpApiState> = (
  state,
  { Name, SubnetIds, SecurityGroupIds = [], Tags },
  context,
) => {
  assertName(Name);
  if (SubnetIds.length === 0) throw badRequest('At least one subnet must be specified for a VPC link');
  const link: VpcLinkRecord = {
    CreatedDate: new Date(context.clock.now()),
    Name,
    SecurityGroupIds,
    SubnetIds,
    Tags: { ...Tags },
    VpcLinkId: context.random.text(6),
    VpcLinkStatus: 'AVAILABLE',
    VpcLinkStatusMessage: 'VPC link is ready to route traffic',
    VpcLinkVersion: 'V2',
  };
  state.vpcLinks.set(link.VpcLinkId, link);
  return { ...link, VpcLinkStatus: 'PENDING', VpcLinkStatusMessage: 'VPC link is provisioning ENIs' };
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks-vpclinkid.html#GetVpcLink */
export const getVpcLink: Operation<Given<GetVpcLinkRequest>, GetVpcLinkResponse, HttpApiState> = (
  state,
  { VpcLinkId },
) => findVpcLink(state, VpcLinkId);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html#GetVpcLinks */
export const getVpcLinks: Operation<Given<GetVpcLinksRequest>, GetVpcLinksResponse, HttpApiState> = (state, input) =>
  listPage([...state.vpcLinks.values()], input, ({ VpcLinkId }) => VpcLinkId);

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks-vpclinkid.html#UpdateVpcLink */
export const updateVpcLink: Operation<Given<UpdateVpcLinkRequest>, UpdateVpcLinkResponse, HttpApiState> = (
  state,
  { VpcLinkId, Name },
) => {
  const link: VpcLinkRecord = { ...findVpcLink(state, VpcLinkId), ...given({ Name }) };
  assertName(link.Name);
  state.vpcLinks.set(VpcLinkId, link);
  return link;
};

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks-vpclinkid.html#DeleteVpcLink */
export const deleteVpcLink: Operation<Given<DeleteVpcLinkRequest>, Record<string, never>, HttpApiState> = (
  state,
  { VpcLinkId },
) => {
  findVpcLink(state, VpcLinkId);
  state.vpcLinks.delete(VpcLinkId);
  return {};
};
