import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registry } from '../src/cloud/registry.ts';
import { modelOf } from '../src/cloud/wire/model/models.ts';
import { clientPackages } from '../src/cloud/wire/testing/client-packages.ts';

/** Every conformance file, with what they share: some make a table or a function for all of their like. */
const texts = readdirSync('conformance', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join('conformance', path), 'utf8'));

/** `@aws-sdk/client-sqs SendMessage` for each command that a file makes; what it only imports is not called. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/import (?:\* as (\w+)|(?:type )?\{([^}]*)\}) from '(@aws-sdk\/client-[^']+)'/g)].flatMap(
    ([, namespace, names = '', clientPackage]) => {
      const made = new RegExp(`new ${namespace === undefined ? '' : `${namespace}\\.`}(\\w+)Command\\(`, 'g');
      return [...text.matchAll(made)]
        .map(([, name]) => name ?? '')
        .filter((name) => namespace !== undefined || names.includes(`${name}Command`))
        .map((name) => `${clientPackage} ${name}`);
    },
  );
}

const called = new Set(texts.flatMap(commandsIn));

const operations = registry.flatMap((service) =>
  // What a service calls on itself later is no operation of AWS.
  [...modelOf(service.name).operations.keys()]
    .filter((name) => Object.hasOwn(service.operations, name))
    .map((name) => ({ service: service.name, name })),
);

it('every emulated operation is called by a conformance test', () => {
  const unnamed = operations
    .filter(({ service, name }) => !called.has(`@aws-sdk/${clientPackages[service]} ${name}`))
    .map(({ service, name }) => `${service} ${name}`);

  expect(unnamed).toEqual([]);
  expect(operations.length).toBeGreaterThan(450);
});
