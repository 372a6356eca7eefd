import type {
  DescribeTypeCommandInput,
  DescribeTypeCommandOutput,
  ListTypesCommandInput,
  ListTypesCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { partitionOf } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { loadSpecification } from '../../../resource-types/specification.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { emulatedTypes } from '../engine/define-stack.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState } from '../state.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<Input, Omit<Output, '$metadata'>, CloudFormationState, CloudFormationRuntime>;

/**
 * Public types are those that templates can have here; nobody can register private ones.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListTypes.html
 */
export const listTypes: Ours<ListTypesCommandInput, ListTypesCommandOutput> = async (_state, input, context) => {
  const { Visibility = 'PRIVATE', Type = 'RESOURCE', Filters } = input;
  const names = Visibility === 'PUBLIC' && Type === 'RESOURCE' ? await typeNames(context) : [];
  const wanted = names.filter((name) => name.startsWith(Filters?.TypeNamePrefix ?? ''));
  const { items, next } = page(wanted, input.NextToken, (name) => name);
  return {
    TypeSummaries: items.map((TypeName) => ({ Type: 'RESOURCE', TypeName, TypeArn: arnOf(TypeName, context) })),
    NextToken: next,
  };
};

/**
 * What is known of a type: its schema has the names of its properties and attributes alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html
 */
export const describeType: Ours<DescribeTypeCommandInput, DescribeTypeCommandOutput> = async (
  _state,
  input,
  context,
) => {
  const TypeName = input.TypeName ?? input.Arn?.split('/').at(-1)?.replaceAll('-', '::');
  if (TypeName === undefined) throw validationError('Either Arn, or both Type and TypeName, must be specified.');
  const specification = (await loadSpecification())[TypeName];
  if (!specification || !emulatedTypes(context.kernel)(TypeName)) throw typeNotFound(TypeName);
  const { p: properties, a: attributes = [] } = specification;
  const required = Object.keys(properties).filter((name) => properties[name]?.q);
  const schema = {
    typeName: TypeName,
    properties: Object.fromEntries([...Object.keys(properties), ...attributes].map((name) => [name, {}])),
    readOnlyProperties: attributes.map((name) => `/properties/${name.replaceAll('.', '/')}`),
    ...(required.length > 0 && { required }),
  };
  return {
    Arn: arnOf(TypeName, context),
    Type: 'RESOURCE',
    TypeName,
    Schema: JSON.stringify(schema),
    ProvisioningType: 'FULLY_MUTABLE',
    DeprecatedStatus: 'LIVE',
    Visibility: 'PUBLIC',
  };
};

const typeNotFound = (name: string) =>
  new AwsError('TypeNotFoundException', `The type '${name}' cannot be found.`, { status: 404 });

async function typeNames({ kernel }: Context<CloudFormationRuntime>): Promise<string[]> {
  return Object.keys(await loadSpecification()).filter(emulatedTypes(kernel));
}

/** Types of AWS have no account. */
const arnOf = (name: string, { region }: Context<CloudFormationRuntime>): string =>
  `arn:${partitionOf(region)}:cloudformation:${region}::type/resource/${name.replaceAll('::', '-')}`;
