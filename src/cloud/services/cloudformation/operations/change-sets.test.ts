import type { DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { type FakeCloud, fakeCloud, template } from '../testing/fake-cloud.ts';
import { noChangesReason } from './create-change-set.ts';

type Described = Omit<DescribeChangeSetCommandOutput, '$metadata'>;

const value = (Value: unknown) => ({ Properties: { Value } });

const create = (cloud: FakeCloud, ChangeSetType: string, TemplateBody: string, ChangeSetName = 'c') =>
  cloud.send<{ Id: string; StackId: string }>('CreateChangeSet', {
    StackName: 's',
    ChangeSetName,
    ChangeSetType,
    TemplateBody,
  });

const describeSet = (cloud: FakeCloud, more: object = {}) =>
  cloud.send<Described>('DescribeChangeSet', { StackName: 's', ChangeSetName: 'c', ...more });

describe('Change sets', () => {
  it('of a new stack wait under REVIEW_IN_PROGRESS, and create it when they are executed', async () => {
    const cloud = fakeCloud();

    const { Id, StackId } = await create(cloud, 'CREATE', template({ A: {} }));
    expect(cloud.status('s').status).toBe('REVIEW_IN_PROGRESS');
    expect(cloud.events('s')).toEqual(['s REVIEW_IN_PROGRESS']);
    const described = await describeSet(cloud);
    await cloud.send('ExecuteChangeSet', { ChangeSetName: Id });

    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', StackId });
    expect(
      described.Changes?.map(({ ResourceChange }) => [ResourceChange?.Action, ResourceChange?.LogicalResourceId]),
    ).toEqual([['Add', 'A']]);
    expect(cloud.status('s').status).toBe('CREATE_COMPLETE');
    expect((await describeSet(cloud, { ChangeSetName: Id })).ExecutionStatus).toBe('EXECUTE_COMPLETE');
  });

  it('tell additions, changes, replacements, their consequences and removals', async () => {
    const cloud = fakeCloud();
    const fixed = (Value: number) => ({ Type: 'Test::Fixed', ...value(Value) });
    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ F: fixed(1), M: value(1), R: value({ Ref: 'F' }), Gone: {} }),
    });

    await create(cloud, 'UPDATE', template({ F: fixed(2), M: value(2), R: value({ Ref: 'F' }), New: {} }));

    const { Changes } = await describeSet(cloud, { IncludePropertyValues: true });
    const summary = Changes?.map(({ ResourceChange: c }) => [
      c?.LogicalResourceId,
      c?.Action,
      c?.Replacement,
      c?.PolicyAction,
    ]);
    expect(summary).toEqual([
      ['F', 'Modify', 'True', 'ReplaceAndDelete'],
      ['M', 'Modify', 'False', undefined],
      ['R', 'Modify', 'False', undefined],
      ['New', 'Add', undefined, undefined],
      ['Gone', 'Remove', undefined, 'Delete'],
    ]);
    const target = Changes?.[2]?.ResourceChange?.Details?.[0];
    expect(target).toMatchObject({
      Evaluation: 'Dynamic',
      Target: {
        Name: 'Value',
        BeforeValue: expect.stringMatching(/^F-\d$/),
        AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}',
      },
    });
  });

  it('without changes fail with the reason that the CDK looks for', async () => {
    const cloud = fakeCloud();
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: value(1) }) });

    await create(cloud, 'UPDATE', template({ A: value(1) }));

    expect(await describeSet(cloud)).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason: noChangesReason,
    });
    await expect(cloud.send('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'c' })).rejects.toMatchObject({
      code: 'InvalidChangeSetStatus',
    });
  });

  it('that are deleted are not found any more', async () => {
    const cloud = fakeCloud();
    await create(cloud, 'CREATE', template({ A: {} }));

    await cloud.send('DeleteChangeSet', { StackName: 's', ChangeSetName: 'c' });
    await cloud.send('DeleteChangeSet', { StackName: 's', ChangeSetName: 'c' });

    await expect(describeSet(cloud)).rejects.toMatchObject({
      code: 'ChangeSetNotFound',
      message: 'ChangeSet [c] does not exist',
    });
  });

  it('leave the list and their names with the execution of one of them, and are told by id', async () => {
    const cloud = fakeCloud();
    const one = await create(cloud, 'CREATE', template({ A: {} }), 'one');
    await create(cloud, 'CREATE', template({ A: {}, B: {} }), 'two');

    await cloud.send('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'two' });

    const { Summaries } = await cloud.send<{ Summaries: { ChangeSetName: string }[] }>('ListChangeSets', {
      StackName: 's',
    });
    expect(Summaries).toEqual([]);
    await expect(describeSet(cloud, { ChangeSetName: 'two' })).rejects.toMatchObject({ code: 'ChangeSetNotFound' });
    expect(await describeSet(cloud, { ChangeSetName: one.Id })).toMatchObject({
      ChangeSetName: 'one',
      ExecutionStatus: 'OBSOLETE',
    });
    await create(cloud, 'UPDATE', template({ A: value(1) }), 'two');
  });

  it('are not named without their stack', async () => {
    const cloud = fakeCloud();

    await expect(cloud.send('DescribeChangeSet', { ChangeSetName: 'c' })).rejects.toThrow(
      'StackName must be specified if ChangeSetName is not specified as an ARN.',
    );
  });

  it('of a stack deployed over and over are not kept for ever', async () => {
    const cloud = fakeCloud();
    await create(cloud, 'CREATE', template({ A: {} }));
    await cloud.send('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'c' });

    for (let turn = 0; turn < 25; turn += 1) {
      await create(cloud, 'UPDATE', template({ A: value(turn) }));
      await cloud.send('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'c' });
    }

    expect(cloud.state.changeSets.size).toBe(20);
  });

  it('leave a stack in review that can be deleted', async () => {
    const cloud = fakeCloud();
    const { StackId } = await create(cloud, 'CREATE', template({ A: {} }));

    await cloud.send('DeleteStack', { StackName: StackId });

    expect(cloud.status('s').status).toBe('DELETE_COMPLETE');
    expect(cloud.state.changeSets.size).toBe(0);
  });

  it('are refused for the id of a deleted stack', async () => {
    const cloud = fakeCloud();
    const { StackId } = await cloud.send<{ StackId: string }>('CreateStack', {
      StackName: 's',
      TemplateBody: template({ A: {} }),
    });
    await cloud.send('DeleteStack', { StackName: 's' });
    const createFor = (ChangeSetType: string) =>
      cloud.send('CreateChangeSet', {
        StackName: StackId,
        ChangeSetName: 'c',
        ChangeSetType,
        TemplateBody: template({}),
      });

    await expect(createFor('UPDATE')).rejects.toThrow(`Stack [${StackId}] does not exist`);
    await expect(createFor('CREATE')).rejects.toThrow('already exists and cannot be created again');
  });

  it.each([
    ['an unknown key of a mapping', { 'Fn::FindInMap': ['M', 'a', 'z'] }, 'Unable to get mapping for M::a::z'],
    [
      'an index that its list does not have',
      { 'Fn::Select': [3, ['x']] },
      'cannot select nonexistent value at index 3',
    ],
    ['an Fn::GetAtt of nothing', { 'Fn::GetAtt': '' }, 'every Fn::GetAtt object requires two non-empty parameters'],
  ])('are refused for %s', async (_, Value, complaint) => {
    const cloud = fakeCloud();
    const body = template({ A: value(Value) }, { Mappings: { M: { a: { b: 'x' } } } });

    await expect(create(cloud, 'CREATE', body)).rejects.toThrow(complaint);
    expect(cloud.state.stacks.size).toBe(0);
  });

  it('that need CAPABILITY_AUTO_EXPAND are refused without it', async () => {
    const cloud = fakeCloud();

    await expect(create(cloud, 'CREATE', template({ A: {} }, { Transform: 'Mine' }))).rejects.toMatchObject({
      code: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
    });
  });

  it('with an export that nobody makes are refused when they are executed', async () => {
    const cloud = fakeCloud();
    const { Id } = await create(cloud, 'CREATE', template({ A: value({ 'Fn::ImportValue': 'nope' }) }));

    await cloud.send('ExecuteChangeSet', { ChangeSetName: Id });

    expect(cloud.calls).toEqual([]);
    expect(cloud.status('s').status).toBe('ROLLBACK_COMPLETE');
    const reasons = [...cloud.state.events.values()].map(({ reason }) => reason);
    expect(reasons).toContain('No export named nope found. Rollback requested by user.');
  });

  it('of type CREATE are refused for a stack that is there', async () => {
    const cloud = fakeCloud();
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: {} }) });

    await expect(create(cloud, 'CREATE', template({ A: {} }))).rejects.toThrow(
      'Stack [s] already exists and cannot be created again with the changeSet [c].',
    );
  });
});
