import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/errors.ts';
import type { Parameter } from '../state.ts';
import { newestOf } from './find-parameter.ts';

/** Whether a parameter passes all filters; a filter without values asks for the attribute to be there. */
export function matchesFilters(
  parameter: Parameter,
  filters: readonly ParameterStringFilter[],
  allowed: readonly string[],
): boolean {
  return filters.every((filter) => {
    const key = filter.Key ?? '';
    if (!allowed.includes(key) && !(key.startsWith('tag:') && allowed.includes('tag:'))) {
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${key}. Valid filter keys include: [${allowed.join(', ')}].`,
      );
    }
    return matches(parameter, key, filter);
  });
}

function matches(
  parameter: Parameter,
  key: string,
  { Option: option, Values: values }: ParameterStringFilter,
): boolean {
  if (key === 'Path') return isBelow(parameter.name, values ?? [], option ?? 'OneLevel');
  const had = attributes(parameter, key);
  if (!values || values.length === 0) return had.length > 0;
  return had.some((value) => values.some((wish) => compare(option ?? 'Equals', value, wish)));
}

function compare(option: string, value: string, wish: string): boolean {
  switch (option) {
    case 'Equals':
      return value === wish;
    case 'BeginsWith':
      return value.startsWith(wish);
    case 'Contains':
      return value.includes(wish);
    default:
      throw new AwsError(
        'InvalidFilterOption',
        `The following filter option is not valid: ${option}. Valid options include: [BeginsWith, Contains, Equals].`,
      );
  }
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
