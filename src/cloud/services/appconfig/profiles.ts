/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateConfigurationProfile.html */
export const featureFlags = 'AWS.AppConfig.FeatureFlags';
export const freeform = 'AWS.Freeform';

/** Keys that are named by an ARN are told as such; an alias or id is told as it was given. */
export const keyArnOf = (identifier: string | undefined): string | undefined =>
  identifier?.startsWith('arn:') ? identifier : undefined;
