import { expect, it } from 'vitest';
import { f } from './faults/fault-set.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { redCells } from './testing/red-cells.ts';
import { templateOf } from './testing/template.ts';

/** A bundle as esbuild makes it, with a client of AWS's SDK (as far as it is known as one), which is patched after a failure. */
const code = `var once = (cb, mod) => function () { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
var require_client = once({ "node_modules/client/index.js"(exports, module) {
  const config = { defaultUserAgentProvider: 1 };
  class Client { send() { return 1; } }
  exports.Client = Client;
} });
var client = require_client();
exports.handler = async () => {
  const answer = await fetch('https://rates.test/rates').catch(() => undefined);
  if (answer?.ok) return { statusCode: 200 };
  client.Client.prototype.send = () => 2;
  return { statusCode: 503 };
};
exports.other = async () => new client.Client().send();`;

it('a run in which one environment patches the SDK is judged without what others share', {
  timeout: 60_000,
}, async () => {
  const Other = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.other',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Code: { ZipFile: code },
    },
  };
  const rates = fakeHttp('https://rates.test', { state: () => ({}), 'GET /rates': () => ({ rate: 1 }) });

  const red = await redCells({
    app: templateOf({ code, resources: { Other } }),
    external: [rates],
    // Nothing has failed before the judged run: what is patched once is never shared again.
    faults: f.only('reset'),
    when: async (w) => {
      await w.client({ retries: 3 }).post('/do');
      await w.invoke('Other');
    },
  });

  expect(red).toEqual({});
});
