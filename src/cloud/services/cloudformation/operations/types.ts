import type {
  DescribeTypeCommandInput,
  DescribeTypeCommandOutput,
  ListTypesCommandInput,
  ListTypesCommandOutput,
  ListTypeVersionsCommandInput,
  ListTypeVersionsCommandOutput,
  ProvisioningType,
  RegistryType,
} from '@aws-sdk/client-cloudformation';
import { partitionOf } from '../../../kernel/arns.ts';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { descriptionOf, registrySchema } from '../../../resource-types/registry-schema.ts';
import { loadSpecification } from '../../../resource-types/specification.ts';
import { loadTypeRegistry } from '../../../resource-types/type-registry.ts';
import type { CloudKernel, Context, Operation } from '../../../service-kit/contract.ts';
import { emulatedTypes } from '../engine/define-stack.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState } from '../state.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<Input, Omit<Output, '$metadata'>, CloudFormationState, CloudFormationRuntime>;

/** Of types of AWS there is one. */
const versionId = '00000001';

/**
 * Public types are those that templates can have here; nobody can register private ones, nor are there any of others.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListTypes.html
 */
export const listTypes: Ours<ListTypesCommandInput, ListTypesCommandOutput> = async (_state, input, context) => {
  const { Filters: { Category, TypeNamePrefix = '', PublisherId } = {}, ProvisioningType: wished, MaxResults } = input;
  const isOfAws = PublisherId === undefined && (Category === undefined || Category === 'AWS_TYPES');
  const isLive = input.DeprecatedStatus !== 'DEPRECATED';
  const isPublic = input.Visibility === 'PUBLIC' && (input.Type ?? 'RESOURCE') === 'RESOURCE';
  const names = isPublic && isOfAws && isLive ? await typeNames(context) : [];
  const wanted = names
    .filter((name) => name.startsWith(TypeNamePrefix))
    .filter((name) => wished === undefined || wished === provisioningOf(context.kernel, name));
  const { items, next } = page(wanted, input.NextToken, (name) => name, MaxResults);
  return {
    TypeSummaries: items.map((TypeName) => ({
      Type: 'RESOURCE',
      TypeName,
      TypeArn: arnOf(TypeName, context),
      Description: descriptionOf(TypeName),
      IsActivated: true,
    })),
    NextToken: next,
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html */
export const describeType: Ours<DescribeTypeCommandInput, DescribeTypeCommandOutput> = async (
  _state,
  input,
  context,
) => {
  const name = await findType(input, context);
  const specification = (await loadSpecification())[name] ?? { p: {} };
  const entry = (await loadTypeRegistry())[name];
  const owner = context.kernel.resourceType(name);
  return {
    Arn: arnOf(name, context),
    Type: 'RESOURCE',
    TypeName: name,
    IsDefaultVersion: true,
    Description: descriptionOf(name),
    Schema: JSON.stringify(registrySchema({ name, specification, entry, owner })),
    ProvisioningType: provisioningOf(context.kernel, name),
    DeprecatedStatus: 'LIVE',
    Visibility: 'PUBLIC',
    IsActivated: true,
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListTypeVersions.html */
export const listTypeVersions: Ours<ListTypeVersionsCommandInput, ListTypeVersionsCommandOutput> = async (
  _state,
  input,
  context,
) => {
  const name = await findType(input, context);
  if (input.DeprecatedStatus === 'DEPRECATED') return { TypeVersionSummaries: [] };
  return {
    TypeVersionSummaries: [
      {
        Type: 'RESOURCE',
        TypeName: name,
        VersionId: versionId,
        IsDefaultVersion: true,
        Arn: `${arnOf(name, context)}/${versionId}`,
        Description: descriptionOf(name),
      },
    ],
  };
};

interface Asked {
  readonly Arn?: string | undefined;
  readonly Type?: RegistryType | undefined;
  readonly TypeName?: string | undefined;
}

/** The name of a type that is there; throws for modules and hooks, of which there are none. */
async function findType({ Arn, Type, TypeName }: Asked, context: Context<CloudFormationRuntime>): Promise<string> {
  const [, kind = 'resource', id] = /:type\/(\w+)\/([^/]+)/.exec(Arn ?? '') ?? [];
  const name = TypeName ?? id?.replaceAll('-', '::');
  if (name === undefined) throw validationError('Either Arn, or both Type and TypeName, must be specified.');
  if ((Type ?? kind).toUpperCase() !== 'RESOURCE') {
    throw new UnsupportedError(`${(Type ?? kind).toLowerCase()}s of CloudFormation (asked for ${name})`);
  }
  if ((await typeNames(context)).includes(name)) return name;
  throw new AwsError('TypeNotFoundException', `The type '${name}' cannot be found.`, { status: 404 });
}

async function typeNames({ kernel }: Context<CloudFormationRuntime>): Promise<string[]> {
  return Object.keys(await loadSpecification()).filter(emulatedTypes(kernel));
}

/** A type whose resources are replaced at every change is immutable. */
function provisioningOf(kernel: CloudKernel, name: string): ProvisioningType {
  const owner = kernel.resourceType(name);
  return owner && !owner.update ? 'IMMUTABLE' : 'FULLY_MUTABLE';
}

/** Types of AWS have no account. */
const arnOf = (name: string, { region }: Context<CloudFormationRuntime>): string =>
  `arn:${partitionOf(region)}:cloudformation:${region}::type/resource/${name.replaceAll('::', '-')}`;
