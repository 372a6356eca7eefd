import { UnsupportedError } from '../../../../../../kernel/errors.ts';
import { InvalidResource } from '../language/errors.ts';
import { expectPresent, expectText } from '../language/expect.ts';
import { pythonJson } from '../language/python-text.ts';
import { MappingResolver, ParameterResolver } from '../language/resolve.ts';
import { copyOf, type Fields, has, isMap, isTruthy, member } from '../language/values.ts';
import { propertiesOf, samEntries } from '../parse.ts';
import type { Plugin, PluginContext } from './plugin.ts';

const applicationType = 'AWS::Serverless::Application';

/** https://docs.aws.amazon.com/general/latest/gr/serverlessrepo.html */
const repositoryRegions: ReadonlySet<string> = new Set(
  (
    'ap-east-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 cn-north-1 ' +
    'cn-northwest-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 me-south-1 sa-east-1 us-east-1 us-east-2 ' +
    'us-gov-east-1 us-gov-west-1 us-west-1 us-west-2'
  ).split(' '),
);

/**
 * Finds the templates of nested applications: a text says where one is, a map names one in the Serverless Application
 * Repository, which is not emulated.
 */
export function applicationsPlugin({ parameters, region }: PluginContext): Plugin {
  /** By id and version, what is wrong with an application of the repository. */
  const problems = new Map<string, InvalidResource | undefined>();
  const inRepository: string[] = [];
  return {
    beforeTemplate: (template) => {
      const resolvers = [
        new ParameterResolver(parameters),
        new MappingResolver(has(template, 'Mappings') ? template.Mappings : {}),
      ];
      for (const [logicalId, entry] of samEntries(template, [applicationType])) {
        const location = member(propertiesOf(entry), 'Location');
        if (!isInRepository(location)) continue;
        for (const name of ['ApplicationId', 'SemanticVersion']) {
          location[name] = resolvers.reduce((value, resolver) => resolver.resolve(value), copyOf(location[name]));
        }
        const key = keyOf(location);
        if (!problems.has(key)) problems.set(key, problemOf(logicalId, location, region));
      }
    },
    beforeResource: (logicalId, type, properties) => {
      if (type !== applicationType) return;
      assertKeys(logicalId, properties, ['Location']);
      const { Location: location } = properties;
      if (!isMap(location)) {
        properties.TemplateUrl = location;
        return;
      }
      assertRepositoryApplication(logicalId, location);
      const problem = problems.get(keyOf(location));
      if (problem) throw problem;
      inRepository.push(logicalId);
    },
    assertEmulated: () => {
      const [logicalId] = inRepository;
      if (logicalId === undefined) return;
      throw new UnsupportedError(
        `applications of the Serverless Application Repository (${logicalId}); give 'Location' the path of a template`,
      );
    },
  };
}

const keyOf = ({ ApplicationId, SemanticVersion }: Fields): string => pythonJson([ApplicationId, SemanticVersion]);

const isInRepository = (location: unknown): location is Fields =>
  member(location, 'ApplicationId') !== undefined && member(location, 'SemanticVersion') !== undefined;

function problemOf(id: string, location: Fields, region: string): InvalidResource | undefined {
  const { ApplicationId, SemanticVersion } = location;
  if (isMap(ApplicationId) || isMap(SemanticVersion)) return undefined;
  try {
    const application = expectText(ApplicationId, { id, path: 'Location.ApplicationId' });
    expectText(SemanticVersion, { id, path: 'Location.SemanticVersion' });
    if (!repositoryRegions.has(region)) {
      throw new InvalidResource(id, 'Serverless Application Repository is not available in this region.');
    }
    if (/\{\{resolve:ssm:[a-zA-Z0-9_.\-/]+(?::\d+)?\}\}/.test(application)) {
      throw new InvalidResource(
        id,
        "Serverless Application Repostiory does not support dynamic reference in 'ApplicationId' property.",
      );
    }
  } catch (error) {
    if (error instanceof InvalidResource) return error;
    throw error;
  }
  return undefined;
}

function assertRepositoryApplication(id: string, location: Fields): void {
  assertKeys(id, location, ['ApplicationId', 'SemanticVersion']);
  const application = expectPresent(location.ApplicationId, { id, path: 'ApplicationId' });
  assertResolved(id, 'ApplicationId', application);
  if (!isTruthy(location.SemanticVersion)) {
    throw new InvalidResource(id, "Property 'SemanticVersion' cannot be blank.");
  }
  assertResolved(id, 'SemanticVersion', location.SemanticVersion);
}

function assertResolved(id: string, name: string, value: unknown): void {
  if (!isMap(value)) return;
  throw new InvalidResource(
    id,
    `Property '${name}' cannot be resolved. Only FindInMap and Ref intrinsic functions are supported.`,
  );
}

function assertKeys(id: string, map: Fields, keys: readonly string[]): void {
  const missing = keys.find((key) => !has(map, key));
  if (missing !== undefined) {
    throw new InvalidResource(id, `Resource is missing the required [${missing}] property.`);
  }
}
