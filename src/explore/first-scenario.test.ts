import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { firstScenario } from './first-scenario.ts';
import { machineTemplate } from './testing/machine-template.ts';
import { templateOf } from './testing/template.ts';

const directory = mkdtempSync(join(tmpdir(), 'first-scenario-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('a first scenario of an app without an API starts its state machine', async () => {
  const code = "exports.handler = async () => fetch('https://provider.test/charges', { method: 'POST' });";
  const machine = { StartAt: 'Pay', States: { Pay: { Type: 'Task', Resource: '${Worker}', End: true } } };
  const { Resources } = machineTemplate({ code, machine }) as { readonly Resources: Record<string, unknown> };
  const { Worker, Role, MachineRole, Ship } = Resources;
  const app = join(directory, 'machine.json');
  writeFileSync(app, JSON.stringify({ Resources: { Worker, Role, MachineRole, Ship } }));

  const { text } = await firstScenario(app, directory);

  expect(text).toContain("explore('ship', {");
  expect(text).toContain("when: (w) => w.start('ship', {}),");
  expect(text).toContain("'POST /charges': ({ s, id }) => {");
});

it('a first scenario has the route, the tables and the services outside of the app at hand', async () => {
  const code =
    "exports.handler = async () => { await fetch('https://provider.test/charges', { method: 'POST' }); return 'ok'; };";
  const app = join(directory, 'app.json');
  writeFileSync(app, JSON.stringify(templateOf({ code, tables: { Orders: 'id' } })));

  const { text, todo } = await firstScenario(app, directory);

  expect(text).toContain("explore('POST /do', {");
  expect(text).toContain(`app: '${app}',`);
  expect(text).toContain("fakeHttp<{ readonly made: { readonly id: string }[] }>('https://provider.test', {");
  expect(text).toContain("'POST /charges': ({ s, id }) => {");
  expect(text).toContain("when: (w) => w.client({ retries: 5, on: ['network', 409, 429, '5xx'] }).post('/do', {");
  expect(text).toContain("world.table('Orders')");
  expect(todo[0]).toContain('what https://provider.test answers');
});

it('a first scenario of an app with several APIs says which one is asked', async () => {
  const code = 'exports.handler = async () => ({});';
  const resources = { Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'other', ProtocolType: 'HTTP' } } };
  const app = join(directory, 'apis.json');
  writeFileSync(app, JSON.stringify(templateOf({ code, resources })));

  const { text } = await firstScenario(app, directory);

  expect(text).toContain("on: ['network', 409, 429, '5xx'], api: 'Api' }).post('/do', {");
});
