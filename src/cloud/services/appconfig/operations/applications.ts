import type * as Sdk from '@aws-sdk/client-appconfig';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import { findApplication, inOrder } from '../find.ts';
import { type AppConfigState, type Application, nextOrder } from '../state.ts';
import { listPage, orderKey } from './pages.ts';

type Op<Input, Output> = Operation<Given<Input>, Output, AppConfigState>;

const idLength = 7;

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateApplication.html */
export const createApplication: Op<Sdk.CreateApplicationRequest, Sdk.Application> = (
  state,
  { Name, Description, Tags = {} },
  { account, region, random },
) => {
  const id = random.text(idLength);
  const arn = `arn:aws:appconfig:${region}:${account}:application/${id}`;
  const order = nextOrder(state);
  const application = { id, name: Name, description: Description, arn, tags: Tags, order };
  state.applications.set(id, application);
  return describeApplication(application);
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetApplication.html */
export const getApplication: Op<Sdk.GetApplicationRequest, Sdk.Application> = (state, { ApplicationId }) =>
  describeApplication(findApplication(state, ApplicationId));

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_UpdateApplication.html */
export const updateApplication: Op<Sdk.UpdateApplicationRequest, Sdk.Application> = (
  state,
  { ApplicationId, Name, Description },
) => {
  const former = findApplication(state, ApplicationId);
  const application = { ...former, ...given({ name: Name, description: Description }) };
  state.applications.set(former.id, application);
  return describeApplication(application);
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_DeleteApplication.html */
export const deleteApplication: Op<Sdk.DeleteApplicationRequest, object> = (state, { ApplicationId }) => {
  const { id } = findApplication(state, ApplicationId);
  const isOwn = ({ applicationId }: { readonly applicationId: string }) => applicationId === id;
  if ([...state.environments.values()].some(isOwn)) {
    throw badRequest(`Application ${id} cannot be deleted because it still has environments.`);
  }
  if ([...state.profiles.values()].some(isOwn)) {
    throw badRequest(`Application ${id} cannot be deleted because it still has configuration profiles.`);
  }
  state.applications.delete(id);
  return {};
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListApplications.html */
export const listApplications: Op<Sdk.ListApplicationsRequest, Sdk.Applications> = (state, input) =>
  listPage(inOrder(state.applications.values()), input, { keyOf: orderKey, tell: describeApplication });

const describeApplication = ({ id, name, description }: Application): Sdk.Application => ({
  Id: id,
  Name: name,
  ...(description !== undefined && { Description: description }),
});
