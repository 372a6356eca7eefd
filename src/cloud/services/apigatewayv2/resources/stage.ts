import type { Properties, ResourceType } from '../../../service-kit/contract.ts';
import { flagIn, numberIn, recordIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { given } from '../changes.ts';
import { formatTagArn, ownTags, replaceTags } from './tags.ts';
import { textMap } from './text-map.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-stage.html */
export const stage: ResourceType = {
  properties: [
    'AccessLogSettings',
    'ApiId',
    'AutoDeploy',
    'ClientCertificateId',
    'DefaultRouteSettings',
    'DeploymentId',
    'Description',
    'RouteSettings',
    'StageName',
    'StageVariables',
    'Tags',
  ],
  async create(properties, context) {
    const place = placeOf(properties);
    const Tags = ownTags(properties, context);
    await context.call('apigatewayv2', 'CreateStage', { ...place, ...settingsOf(properties), Tags });
    return { physicalId: place.StageName };
  },
  async update(state, properties, previous, context) {
    const place = { ...placeOf(properties), StageName: state.physicalId };
    if (properties.AccessLogSettings === undefined && previous.AccessLogSettings !== undefined) {
      await context.call('apigatewayv2', 'DeleteAccessLogSettings', place);
    }
    const untouched = { AutoDeploy: false, Description: '', RouteSettings: {}, StageVariables: {} };
    const DefaultRouteSettings = { DetailedMetricsEnabled: false };
    const settings = { ...untouched, DefaultRouteSettings, ...settingsOf(properties) };
    await context.call('apigatewayv2', 'UpdateStage', { ...place, ...settings });
    const arn = formatTagArn(context.region, `/apis/${place.ApiId}/stages/${place.StageName}`);
    await replaceTags(arn, properties, previous, context);
    return state;
  },
  async delete(state, properties, context) {
    const place = { ...placeOf(properties), StageName: state.physicalId };
    await unlessGone(context.call('apigatewayv2', 'DeleteStage', place), 'NotFoundException');
  },
};

const placeOf = (properties: Properties) => ({
  ApiId: textIn(properties, 'ApiId') ?? '',
  StageName: textIn(properties, 'StageName') ?? '',
});

/** Members of CreateStage and UpdateStage alike; what the template leaves out is left out. */
function settingsOf(properties: Properties): object {
  const log = recordIn(properties, 'AccessLogSettings');
  const byRoute = recordIn(properties, 'RouteSettings');
  return given({
    AccessLogSettings: log && given({ DestinationArn: textIn(log, 'DestinationArn'), Format: textIn(log, 'Format') }),
    AutoDeploy: flagIn(properties, 'AutoDeploy'),
    ClientCertificateId: textIn(properties, 'ClientCertificateId'),
    DefaultRouteSettings: routeSettingsOf(recordIn(properties, 'DefaultRouteSettings')),
    DeploymentId: textIn(properties, 'DeploymentId'),
    Description: textIn(properties, 'Description'),
    RouteSettings:
      byRoute &&
      Object.fromEntries(Object.keys(byRoute).map((key) => [key, routeSettingsOf(recordIn(byRoute, key)) ?? {}])),
    StageVariables: textMap(recordIn(properties, 'StageVariables')),
  });
}

function routeSettingsOf(settings: Properties | undefined): object | undefined {
  return (
    settings &&
    given({
      DataTraceEnabled: flagIn(settings, 'DataTraceEnabled'),
      DetailedMetricsEnabled: flagIn(settings, 'DetailedMetricsEnabled'),
      LoggingLevel: textIn(settings, 'LoggingLevel'),
      ThrottlingBurstLimit: numberIn(settings, 'ThrottlingBurstLimit'),
      ThrottlingRateLimit: numberIn(settings, 'ThrottlingRateLimit'),
    })
  );
}
