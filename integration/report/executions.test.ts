import { Exploration, f } from 'squall/vitest';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeReport } from '../../src/explore/report/make-report.ts';
import { matrixOf } from '../../src/explore/report/matrix.ts';
import type { ReportData } from '../../src/explore/report/report-data.ts';
import { templateOf } from '../../src/explore/testing/template.ts';
import { findChromium, startChromium } from '../security/chromium.ts';
import { faintTexts } from './contrast.ts';
import { reportPage } from './report-page.ts';

/** Counts a visit and starts an execution; who tries again counts twice. */
const code = `const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn');
const db = new DynamoDBClient({});
const sfn = new SFNClient({});
exports.handler = async () => {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:keep';
  await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{}' }));
  await db.send(new UpdateItemCommand({ TableName: 'Visits', Key: { id: { S: 'a' } }, UpdateExpression: 'ADD seen :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
  return { statusCode: 200, body: 'ok' };
};`;

const definition = {
  StartAt: 'Hold',
  States: {
    Hold: { Type: 'Wait', Seconds: 3, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } }],
      Next: 'Done',
    },
    Done: { Type: 'Pass', End: true },
  },
};

const trusted = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const { Resources } = templateOf({ code, tables: { Visits: 'id' } }) as { readonly Resources: object };

const app = {
  Resources: {
    ...Resources,
    MachineRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusted } },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'keep',
        RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
        DefinitionString: JSON.stringify(definition),
      },
    },
  },
};

const graph = [
  'keep one SUCCEEDED in 3 s',
  '  ✓ Hold      Wait  3 s',
  '  ✓ Both      Parallel  0 ms',
  '    branch 1',
  '      ✓ Left  Pass  0 ms',
  '  ✓ Done      Pass  0 ms',
].join('\n');

const dataOf = (html: string): ReportData =>
  JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)?.[1] ?? '') as ReportData;

describe('the report of runs with executions of state machines', { timeout: 60_000 }, () => {
  let html: string;
  let place: number;

  beforeAll(async () => {
    await using exploration = await Exploration.open('keep', {
      app,
      when: (w) => w.client().post('/do', { idempotencyKey: 'k', json: {} }),
      faults: f.only('lost'),
    });
    for (const cell of exploration.cells) await exploration.explore(cell);
    const matrix = matrixOf(exploration, () => undefined);
    html = await makeReport(exploration, matrix, { file: 'test/keep.test.ts' });
    place = dataOf(html).runs.findIndex(({ title }) => title.includes('lost @ ddb.UpdateItem'));
  }, 120_000);

  it('has their graphs, as each run left them', () => {
    expect(dataOf(html).runs[place]?.executions).toEqual([graph]);
  });

  it.skipIf(findChromium() === undefined)('shows them under the steps, in a browser, at every width', async () => {
    const browser = await startChromium(findChromium() ?? '', { hosts: [], onTell: () => undefined });
    try {
      await using page = await reportPage(browser, html);
      for (const width of [1280, 390]) {
        await page.open({ width, height: 900, theme: 'dark' }, `#run=${place}`);

        expect(await page.evaluate(`document.querySelector('.executions pre').innerText`)).toBe(graph);
        expect(await page.evaluate(faintTexts)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
    } finally {
      await browser.close();
    }
  });
});
