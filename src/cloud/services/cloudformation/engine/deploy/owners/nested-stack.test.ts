import { describe, expect, it } from 'vitest';
import { type FakeCloud, fakeCloud, template } from '../../../testing/fake-cloud.ts';

function cloudWith(objects: Record<string, string>): FakeCloud {
  return fakeCloud((service, operation, input) => {
    if (service !== 's3' || operation !== 'GetObject') return {};
    return { Body: Buffer.from(objects[`${input.Bucket}/${input.Key}`] ?? '') };
  });
}

const nested = (key: string, Parameters: object = {}, more: object = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: `https://templates.s3.eu-west-1.amazonaws.com/${key}`, Parameters },
  ...more,
});

const inner = (properties: object) =>
  template(
    { X: { Properties: properties } },
    { Parameters: { P: { Type: 'String' } }, Outputs: { Name: { Value: { Ref: 'X' } } } },
  );

describe('AWS::CloudFormation::Stack', () => {
  it('creates a stack of its own with parameters, and gives its outputs', async () => {
    const cloud = cloudWith({ 'templates/one': inner({ Value: { Ref: 'P' } }) });

    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({
        N: nested('one', { P: 'p' }),
        A: { Properties: { Value: { 'Fn::GetAtt': ['N', 'Outputs.Name'] } } },
      }),
    });

    const child = [...cloud.state.stacks.values()].find(({ parentId }) => parentId !== undefined);
    expect(child).toMatchObject({ status: 'CREATE_COMPLETE', parentId: cloud.state.stackIds.get('s') });
    expect([...cloud.state.resources.values()].find(({ logicalId }) => logicalId === 'A')?.properties).toEqual({
      Value: 'X-1',
    });
  });

  it('updates and deletes it with its parent', async () => {
    const cloud = cloudWith({ 'templates/one': inner({ Value: 1 }), 'templates/two': inner({ Value: 2 }) });
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ N: nested('one', { P: 'p' }) }) });

    await cloud.send('UpdateStack', { StackName: 's', TemplateBody: template({ N: nested('two', { P: 'p' }) }) });
    await cloud.send('DeleteStack', { StackName: 's' });

    expect(cloud.calls).toEqual(['create X', 'update X 1 → 2', 'delete X-1']);
    expect([...cloud.state.stacks.values()].map(({ status }) => status)).toEqual([
      'DELETE_COMPLETE',
      'DELETE_COMPLETE',
    ]);
  });

  it('that fails fails its parent and is rolled back with it', async () => {
    const cloud = cloudWith({ 'templates/bad': inner({ Fail: 'create' }) });

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ N: nested('bad', { P: 'p' }) }) });

    const failed = [...cloud.state.events.values()].find(
      ({ logicalId, status }) => logicalId === 'N' && status === 'CREATE_FAILED',
    );
    expect(failed?.reason).toMatch(
      /^Embedded stack arn:\S+ was not successfully created: The following resource\(s\) failed to create: \[X\]/,
    );
    expect(cloud.status('s').status).toBe('ROLLBACK_COMPLETE');
  });

  it('tells its parent what was refused by name', async () => {
    const cloud = cloudWith({
      'templates/bad': template({ Q: { Type: 'AWS::CDK::Metadata', Properties: { Odd: 1 } } }),
    });

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ N: nested('bad') }) });

    const failed = [...cloud.state.events.values()].find(
      ({ logicalId, status }) => logicalId === 'N' && status === 'CREATE_FAILED',
    );
    expect(failed?.reason).toMatch(
      /failed to create: \[Q\]\. Squall does not emulate property Odd of AWS::CDK::Metadata/,
    );
  });

  it('that leads to itself fails its parent by a reason that says so, and leaves nothing', async () => {
    const cloud = cloudWith({
      'templates/a': template({ N: nested('b') }),
      'templates/b': template({ N: nested('a') }),
    });

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ N: nested('a') }) });

    const failed = [...cloud.state.events.values()].findLast(
      ({ logicalId, status, stackName }) => stackName === 's' && logicalId === 'N' && status === 'CREATE_FAILED',
    );
    expect(failed?.reason).toMatch(/Stacks nest more than 20 deep: does a template's TemplateURL lead to itself\?/);
    expect([...cloud.state.stacks.values()].map(({ status }) => status).toSorted()).toEqual([
      ...Array.from({ length: 20 }, () => 'DELETE_COMPLETE'),
      'ROLLBACK_COMPLETE',
    ]);
  });

  it('that names itself twice meets the limit of stacks', async () => {
    const cloud = cloudWith({ 'templates/a': template({ M: nested('a'), N: nested('a') }) });

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ N: nested('a') }) });

    expect(cloud.status('s').status).toBe('ROLLBACK_COMPLETE');
    expect(cloud.state.stacks.size).toBeLessThan(5000);
  });

  it('may name itself where a condition ends it', async () => {
    const cloud = cloudWith({
      'templates/a': template(
        { X: {}, N: nested('a', { P: 'last' }, { Condition: 'More' }) },
        {
          Parameters: { P: { Type: 'String' } },
          Conditions: { More: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'P' }, 'last'] }] } },
        },
      ),
    });

    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ N: nested('a', { P: 'first' }) }) });

    expect(cloud.status('s').status).toBe('CREATE_COMPLETE');
  });
});
