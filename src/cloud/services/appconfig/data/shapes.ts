import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Operations_AWS_AppConfig_Data.html */

const identifier: MemberShape = { required: true, min: 1, max: 128 };

/** Constraints of inputs. */
export const appConfigDataShapes: Readonly<Record<string, InputShape>> = {
  StartConfigurationSession: {
    ApplicationIdentifier: identifier,
    EnvironmentIdentifier: identifier,
    ConfigurationProfileIdentifier: identifier,
    RequiredMinimumPollIntervalInSeconds: { min: 15, max: 86_400 },
  },
  GetLatestConfiguration: { ConfigurationToken: { required: true, min: 1, max: 8192 } },
};
