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
    const described = await describeSet(cloud);
    await cloud.send('ExecuteChangeSet', { ChangeSetName: Id });

    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', StackId });
    expect(
      described.Changes?.map(({ ResourceChange }) => [ResourceChange?.Action, ResourceChange?.LogicalResourceId]),
    ).toEqual([['Add', 'A']]);
    expect(cloud.status('s').status).toBe('CREATE_COMPLETE');
    expect((await describeSet(cloud)).ExecutionStatus).toBe('EXECUTE_COMPLETE');
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

  it('are deleted with the execution of another', async () => {
    const cloud = fakeCloud();
    await create(cloud, 'CREATE', template({ A: {} }), 'one');
    await create(cloud, 'CREATE', template({ A: {}, B: {} }), 'two');

    await cloud.send('ExecuteChangeSet', { StackName: 's', ChangeSetName: 'two' });

    const { Summaries } = await cloud.send<{ Summaries: { ChangeSetName: string }[] }>('ListChangeSets', {
      StackName: 's',
    });
    expect(Summaries.map(({ ChangeSetName }) => ChangeSetName)).toEqual(['two']);
  });

  it('leave a stack in review that can be deleted', async () => {
    const cloud = fakeCloud();
    const { StackId } = await create(cloud, 'CREATE', template({ A: {} }));

    await cloud.send('DeleteStack', { StackName: StackId });

    expect(cloud.status('s').status).toBe('DELETE_COMPLETE');
    expect(cloud.state.changeSets.size).toBe(0);
  });

  it('of type CREATE are refused for a stack that is there', async () => {
    const cloud = fakeCloud();
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: {} }) });

    await expect(create(cloud, 'CREATE', template({ A: {} }))).rejects.toThrow(
      'Stack [s] already exists and cannot be created again with the changeSet [c].',
    );
  });
});
