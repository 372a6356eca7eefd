import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deploy, lackOfTarget } from '../testing.ts';

let app = '';

beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), 'squall-deployment-'));
  const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: 'deployed' } };
  const write = (name: string, contents: object) => writeFileSync(join(app, name), JSON.stringify(contents));
  write('A.json', { Resources: { P: parameter }, Outputs: { Name: { Value: { Ref: 'P' } } } });
  write('manifest.json', {
    artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } } },
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(app, { recursive: true });
});

describe('a deployment for runners other than vitest', () => {
  it('has the stacks, and is put back as often as wanted', async () => {
    await using deployment = await deploy({
      app,
      cloud: { log: 'error' },
      prepare: async ({ aws }) => {
        await aws.call('ssm', 'PutParameter', { Name: '/prepared', Value: 'x', Type: 'String' });
      },
    });
    const change = async (Value: string) => {
      await deployment.aws.call('ssm', 'PutParameter', { Name: '/p', Value, Overwrite: true });
      await deployment.aws.call('ssm', 'DeleteParameter', { Name: '/prepared' });
    };
    const values = async () => {
      const { Parameters } = await deployment.aws.call<{ Parameters: { Value: string }[] }>('ssm', 'GetParameters', {
        Names: ['/p', '/prepared'],
      });
      return Parameters.map(({ Value }) => Value);
    };

    const seen: string[][] = [await values()];
    for (const value of ['once', 'twice']) {
      await change(value);
      seen.push(await values());
      await deployment.putBack();
      seen.push(await values());
    }

    expect(deployment.outputs).toEqual({ Name: '/p' });
    expect(seen).toEqual([['deployed', 'x'], ['once'], ['deployed', 'x'], ['twice'], ['deployed', 'x']]);
  });

  it('says what the target lacks before anything is deployed', async () => {
    expect(await lackOfTarget('virtual time', 'faults')).toBeUndefined();

    vi.stubEnv('SQUALL_TARGET', 'aws');
    const lack = await lackOfTarget('virtual time', 'faults');

    expect(lack).toBe('the target “aws” has no virtual time, no faults');
    await expect(deploy({ app, needs: ['virtual time', 'faults'] })).rejects.toThrow(lack);
  });

  it('puts back faults as well', async () => {
    await using deployment = await deploy({ app, cloud: { log: 'error' } });
    const names = () => deployment.aws.call('ssm', 'DescribeParameters', {});
    await deployment.faults.add('throttle ssm:DescribeParameters');
    await expect(names()).rejects.toThrow();

    await deployment.putBack();

    expect(await names()).toMatchObject({ Parameters: [{ Name: '/p' }] });
  });

  it('ends its cloud', async () => {
    const deployment = await deploy({ app, cloud: { log: 'error' } });
    const { endpoint } = deployment.aws;

    await deployment.close();

    await expect(fetch(`${endpoint}/_squall/health`)).rejects.toThrow('fetch failed');
  });
});
