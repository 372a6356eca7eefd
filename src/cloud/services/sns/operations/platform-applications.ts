import type {
  CreatePlatformApplicationInput,
  CreatePlatformApplicationResponse,
  DeletePlatformApplicationInput,
  GetPlatformApplicationAttributesInput,
  GetPlatformApplicationAttributesResponse,
  ListPlatformApplicationsInput,
  ListPlatformApplicationsResponse,
  SetPlatformApplicationAttributesInput,
} from '@aws-sdk/client-sns';
import { raise } from '../../../kernel/errors.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { SnsContext, SnsOperation } from '../operation.ts';
import type { PlatformApplication, SnsState } from '../state.ts';
import { assertPlatformArn, topicArn } from '../topics/find-topic.ts';
import { pageMax } from './topics.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html */
const platforms = [
  'ADM',
  'APNS',
  'APNS_SANDBOX',
  'APNS_VOIP',
  'APNS_VOIP_SANDBOX',
  'BAIDU',
  'FCM',
  'GCM',
  'MACOS',
  'MACOS_SANDBOX',
  'MPNS',
  'WNS',
];
const attributeNames = [
  'AppleCertificateExpirationDate',
  'ApplePlatformBundleID',
  'ApplePlatformTeamID',
  'Enabled',
  'EventDeliveryFailure',
  'EventEndpointCreated',
  'EventEndpointDeleted',
  'EventEndpointUpdated',
  'FailureFeedbackRoleArn',
  'PlatformCredential',
  'PlatformPrincipal',
  'SuccessFeedbackRoleArn',
  'SuccessFeedbackSampleRate',
];
/** Never told again. */
const secretNames = ['PlatformCredential', 'PlatformPrincipal'];

export const createPlatformApplication: SnsOperation<
  CreatePlatformApplicationInput,
  CreatePlatformApplicationResponse
> = (state, { Name, Platform, Attributes }, context) => {
  if (!/^[\w.-]{1,256}$/.test(Name))
    throw invalidParameter(
      `${Name} Reason: must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, hyphens, and periods, and must be between 1 and 256 characters long.`,
    );
  if (!platforms.includes(Platform)) throw invalidParameter(`Platform Reason: ${Platform} is not supported`);
  const attributes = checkedAttributes(Attributes);
  if (!attributes.PlatformCredential) throw invalidParameter('PlatformCredential Reason: cannot be empty');
  if (Platform.startsWith('APNS') && !attributes.PlatformPrincipal) {
    throw invalidParameter('PlatformPrincipal Reason: cannot be empty');
  }
  const arn = topicArn(context, `app/${Platform}/${Name}`);
  if (!state.applications.has(arn)) {
    state.applications.set(arn, {
      arn,
      name: Name,
      platform: Platform,
      attributes: { Enabled: 'true', ...attributes },
    });
  }
  return { PlatformApplicationArn: arn };
};

export const getPlatformApplicationAttributes: SnsOperation<
  GetPlatformApplicationAttributesInput,
  GetPlatformApplicationAttributesResponse
> = (state, { PlatformApplicationArn }, context) => ({
  Attributes: toldAttributes(openApplication(state, PlatformApplicationArn, context)),
});

export const setPlatformApplicationAttributes: SnsOperation<SetPlatformApplicationAttributesInput> = (
  state,
  { PlatformApplicationArn, Attributes },
  context,
) => {
  const application = openApplication(state, PlatformApplicationArn, context);
  const attributes = { ...application.attributes, ...checkedAttributes(Attributes) };
  state.applications.set(application.arn, { ...application, attributes });
  return {};
};

/** Its endpoints stay behind, and cannot be used. */
export const deletePlatformApplication: SnsOperation<DeletePlatformApplicationInput> = (
  state,
  { PlatformApplicationArn },
  context,
) => {
  assertPlatformArn('PlatformApplicationArn', PlatformApplicationArn, 2, context);
  state.applications.delete(PlatformApplicationArn);
  for (const { arn, applicationArn } of [...state.endpoints.values()]) {
    if (applicationArn === PlatformApplicationArn) state.endpoints.delete(arn);
  }
  return {};
};

export const listPlatformApplications: SnsOperation<ListPlatformApplicationsInput, ListPlatformApplicationsResponse> = (
  state,
  { NextToken },
) => {
  const { items, next } = pageOf(state.applications.values(), {
    limit: pageMax,
    token: NextToken,
    keyOf: ({ arn }) => arn,
    invalidToken: () => invalidParameter('NextToken'),
  });
  return {
    PlatformApplications: items.map((application) => ({
      PlatformApplicationArn: application.arn,
      Attributes: toldAttributes(application),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** Throws NotFound. */
export function openApplication(state: SnsState, arn: string, context: SnsContext): PlatformApplication {
  assertPlatformArn('PlatformApplicationArn', arn, 2, context);
  return state.applications.get(arn) ?? raise(notFound('PlatformApplication'));
}

function checkedAttributes(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const unknown = Object.keys(given).find((name) => !attributeNames.includes(name));
  if (unknown !== undefined) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${unknown}`);
  return given;
}

const toldAttributes = ({ attributes }: PlatformApplication): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !secretNames.includes(name)));
