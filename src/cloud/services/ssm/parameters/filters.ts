import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/errors.ts';
import type { Parameter } from '../state.ts';
import { newestOf } from './find-parameter.ts';
import { assertPath } from './names.ts';

/** A filter as clients send it; `Option` is one of those that its key takes. */
type Filter = Pick<ParameterStringFilter, 'Key' | 'Option' | 'Values'>;

/** The keys that an operation knows, each with its options, the default first. */
export type FilterKeys = Readonly<Record<string, readonly string[]>>;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
export const usualOptions = ['Equals', 'BeginsWith'];

const valuesOf: Readonly<Record<string, readonly string[]>> = {
  Type: ['String', 'StringList', 'SecureString'],
  Tier: ['Standard', 'Advanced', 'Intelligent-Tiering'],
};

/** Throws InvalidFilterKey, InvalidFilterOption and InvalidFilterValue, whether there are parameters or not. */
export function assertFilters(filters: readonly Filter[], keys: FilterKeys): void {
  const seen = new Set<string>();
  for (const { Key: key = '', Option: option, Values: values } of filters) {
    const options = optionsOf(key, keys);
    if (!options) {
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${key}. Valid filter keys include: [${Object.keys(keys).join(', ')}].`,
      );
    }
    if (seen.has(key)) {
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter is duplicated in the request: ${key}. A request can contain only one occurrence of a specific filter.`,
      );
    }
    seen.add(key);
    if (option !== undefined && !options.includes(option)) {
      const valid = [...options].sort().join(', ');
      throw new AwsError(
        'InvalidFilterOption',
        `The following filter option is not valid: ${option}. Valid options include: [${valid}].`,
      );
    }
    assertValues(key, values);
  }
}

function assertValues(key: string, values: readonly string[] | undefined): void {
  if (!values?.length) {
    // A tag may be asked for by its key alone.
    if (key.startsWith('tag:')) return;
    throw new AwsError(
      'InvalidFilterValue',
      `The following filter values are missing : ${values ?? 'null'} for filter key ${key}`,
    );
  }
  if (key === 'Path') values.forEach(assertPath);
  const wrong = valuesOf[key] && values.find((value) => !valuesOf[key]?.includes(value));
  if (wrong !== undefined) {
    throw new AwsError(
      'InvalidFilterValue',
      `The following filter value is not valid: ${wrong}. Valid values include: [${valuesOf[key]?.join(', ')}].`,
    );
  }
}

const optionsOf = (key: string, keys: FilterKeys): readonly string[] | undefined =>
  Object.hasOwn(keys, key) ? keys[key] : key.startsWith('tag:') ? keys['tag:'] : undefined;

/** Whether a parameter passes all filters; a filter without values asks for the attribute to be there. */
export function matchesFilters(parameter: Parameter, filters: readonly Filter[]): boolean {
  return filters.every(({ Key: key = '', Option: option, Values: values = [] }) => {
    if (key === 'Path') return isBelow(parameter.name, values, option ?? 'OneLevel');
    const had = attributes(parameter, key);
    if (values.length === 0) return had.length > 0;
    return had.some((value) => values.some((wish) => compare(option ?? 'Equals', value, wish)));
  });
}

function compare(option: string, value: string, wish: string): boolean {
  if (option === 'Contains') return value.includes(wish);
  return option === 'BeginsWith' ? value.startsWith(wish) : value === wish;
}

function attributes(parameter: Parameter, key: string): string[] {
  const newest = newestOf(parameter);
  if (key.startsWith('tag:')) {
    const value = parameter.tags[key.slice('tag:'.length)];
    return value === undefined ? [] : [value];
  }
  switch (key) {
    case 'Name':
      return [parameter.name];
    case 'Type':
      return [newest.type];
    case 'KeyId':
      return newest.keyId === undefined ? [] : [newest.keyId];
    case 'Tier':
      return [newest.tier];
    case 'DataType':
      return [newest.dataType];
    default:
      return parameter.versions.flatMap((version) => version.labels);
  }
}

function isBelow(name: string, paths: readonly string[], option: string): boolean {
  return paths.some((path) => {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return name.startsWith(prefix) && (option === 'Recursive' || !name.includes('/', prefix.length));
  });
}
