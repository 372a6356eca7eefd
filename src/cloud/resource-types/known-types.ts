import { lazy } from '../kernel/lazy.ts';
import { loadSpecification } from './specification.ts';

/** Names of the types that AWS has in services of which nothing is here, by service. */
const loadOtherTypes = lazy(
  (): Promise<Readonly<Record<string, string>>> =>
    import('./other-types.json', { with: { type: 'json' } }).then((module) => module.default),
);

/** Tells whether AWS has a type, whoever emulates it or nobody. */
export async function loadKnownTypes(): Promise<(type: string) => boolean> {
  const specification = await loadSpecification();
  const others = await loadOtherTypes();
  return (type) => {
    const [vendor, service = '', name = ''] = type.split('::');
    const names = vendor === 'AWS' && Object.hasOwn(others, service) ? others[service] : undefined;
    return specification[type] !== undefined || names?.split(' ').includes(name) === true;
  };
}

/** Names of all types that AWS has. */
export async function awsTypes(): Promise<readonly string[]> {
  const others = Object.entries(await loadOtherTypes()).flatMap(([service, names]) =>
    names.split(' ').map((name) => `AWS::${service}::${name}`),
  );
  return [...Object.keys(await loadSpecification()), ...others];
}
