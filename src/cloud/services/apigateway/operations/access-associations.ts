import type {
  CreateDomainNameAccessAssociationRequest,
  DeleteDomainNameAccessAssociationRequest,
  DomainNameAccessAssociation,
  DomainNameAccessAssociations,
  GetDomainNameAccessAssociationsRequest,
  RejectDomainNameAccessAssociationRequest,
} from '@aws-sdk/client-api-gateway';
import { partitionOf } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import type { AccessAssociationRecord, RestApiState } from '../state.ts';

const findAssociation = (state: RestApiState, arn: string): AccessAssociationRecord =>
  state.accessAssociations.get(arn) ?? raise(notFound('Invalid domain name access association identifier specified'));

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainNameAccessAssociation.html */
export const createDomainNameAccessAssociation: Operation<
  Given<CreateDomainNameAccessAssociationRequest>,
  DomainNameAccessAssociation,
  RestApiState
> = (state, input, { account, region, random }) => {
  const { domainNameArn, accessAssociationSource: source, accessAssociationSourceType: sourceType } = input;
  const domain = [...state.domainNames.values()].find((each) => each.domainNameArn === domainNameArn);
  if (!domain?.domainNameId) throw notFound('Invalid domain name identifier specified');
  if (sourceType !== 'VPCE') throw badRequest(`Invalid access association source type specified: ${sourceType}`);
  for (const known of state.accessAssociations.values()) {
    if (known.domainNameArn === domainNameArn && known.accessAssociationSource === source) {
      throw conflict('Domain name access association already exists');
    }
  }
  const path = `/domainnameaccessassociations/domainname/${domain.domainName}/vpcesource/${source}`;
  const arn = `arn:${partitionOf(region)}:apigateway:${region}:${account}:${path}+${random.text(10)}`;
  const association: AccessAssociationRecord = { ...given(input), domainNameAccessAssociationArn: arn };
  state.accessAssociations.set(arn, association);
  return association;
};

/** Domains of other accounts cannot be seen from here. https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNameAccessAssociations.html */
export const getDomainNameAccessAssociations: Operation<
  Given<GetDomainNameAccessAssociationsRequest>,
  DomainNameAccessAssociations,
  RestApiState
> = (state, input) => {
  const associations = input.resourceOwner === 'OTHER_ACCOUNTS' ? [] : [...state.accessAssociations.values()];
  return listPage(associations, input, (each) => each.domainNameAccessAssociationArn);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDomainNameAccessAssociation.html */
export const deleteDomainNameAccessAssociation: Operation<
  Given<DeleteDomainNameAccessAssociationRequest>,
  object,
  RestApiState
> = (state, { domainNameAccessAssociationArn: arn }) => {
  findAssociation(state, arn);
  state.accessAssociations.delete(arn);
  return {};
};

/** By the domain's owner. https://docs.aws.amazon.com/apigateway/latest/api/API_RejectDomainNameAccessAssociation.html */
export const rejectDomainNameAccessAssociation: Operation<
  Given<RejectDomainNameAccessAssociationRequest>,
  object,
  RestApiState
> = (state, { domainNameAccessAssociationArn: arn, domainNameArn }) => {
  const association = findAssociation(state, arn);
  if (association.domainNameArn !== domainNameArn) throw notFound('Invalid domain name identifier specified');
  state.accessAssociations.delete(arn);
  return {};
};
