import { describe, expect, it } from 'vitest';
import { recoverStacks } from './recover.ts';
import { partKey } from './state.ts';
import { fakeCloud, template } from './testing/fake-cloud.ts';

describe('A stack whose process was killed', () => {
  it.each([
    ['CREATE_IN_PROGRESS', 'CREATE_FAILED'],
    ['UPDATE_IN_PROGRESS', 'UPDATE_FAILED'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
    ['DELETE_IN_PROGRESS', 'DELETE_FAILED'],
    ['REVIEW_IN_PROGRESS', 'REVIEW_IN_PROGRESS'],
  ] as const)('in %s is found in %s and can be deleted', async (before, after) => {
    const cloud = fakeCloud();
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: {} }) });
    const [stack] = cloud.state.stacks.values();
    if (stack) cloud.state.stacks.set(stack.id, { ...stack, status: before });

    recoverStacks(cloud.kernel);
    expect(cloud.status('s').status).toBe(after);
    await cloud.send('DeleteStack', { StackName: 's' });

    expect(cloud.status('s').status).toBe('DELETE_COMPLETE');
    expect(cloud.calls).toContain('delete A-1');
  });

  it('leaves no change set under execution: it has failed, and can be deleted', async () => {
    const cloud = fakeCloud();
    const named = { StackName: 's', ChangeSetName: 'c' };
    await cloud.send('CreateChangeSet', { ...named, ChangeSetType: 'CREATE', TemplateBody: template({ A: {} }) });
    const [stack] = cloud.state.stacks.values();
    const [changeSet] = cloud.state.changeSets.values();
    if (stack) cloud.state.stacks.set(stack.id, { ...stack, status: 'CREATE_IN_PROGRESS' });
    if (changeSet) cloud.state.changeSets.set(changeSet.id, { ...changeSet, executionStatus: 'EXECUTE_IN_PROGRESS' });

    recoverStacks(cloud.kernel);

    const [recovered] = cloud.state.changeSets.values();
    expect(recovered?.executionStatus).toBe('EXECUTE_FAILED');
    await cloud.send('DeleteChangeSet', { ChangeSetName: recovered?.id });
    expect(cloud.state.changeSets.size).toBe(0);
  });

  it('leaves no stack refactor under execution', () => {
    const { state, kernel } = fakeCloud();
    const executionStatus = 'EXECUTE_IN_PROGRESS';
    state.refactors.set('r', {
      id: 'r',
      createdMs: 0,
      status: 'CREATE_COMPLETE',
      executionStatus,
      stacks: [],
      moves: [],
    });

    recoverStacks(kernel);

    expect(state.refactors.get('r')).toMatchObject({ executionStatus: 'EXECUTE_FAILED' });
  });

  it('leaves no operation on a stack set under way: what it had not reached is cancelled', async () => {
    const cloud = fakeCloud();
    const target = { account: '111111111111', region: 'eu-west-1' };
    await cloud.send('CreateStackSet', { StackSetName: 'fleet', TemplateBody: template({ A: {} }) });
    cloud.state.stackSetOperations.set(partKey('fleet', 'o'), {
      id: 'o',
      stackSetId: 'fleet:1',
      action: 'CREATE',
      status: 'RUNNING',
      createdMs: 0,
      preferences: {},
      administrationRoleArn: '',
      executionRoleName: '',
      results: [{ ...target, status: 'PENDING' }],
    });

    recoverStacks(cloud.kernel);

    const named = { StackSetName: 'fleet', OperationId: 'o' };
    expect(await cloud.send('DescribeStackSetOperation', named)).toMatchObject({
      StackSetOperation: { Status: 'FAILED' },
    });
    expect(await cloud.send('ListStackSetOperationResults', named)).toMatchObject({
      Summaries: [{ Status: 'CANCELLED' }],
    });
  });

  it('loses no resource whose update was cut off', async () => {
    const cloud = fakeCloud();
    await cloud.send('CreateStack', { StackName: 's', TemplateBody: template({ A: {} }) });
    for (const [key, record] of [...cloud.state.resources.entries()]) {
      cloud.state.resources.set(key, {
        ...record,
        status: 'UPDATE_IN_PROGRESS',
        undo: { kind: 'updated', before: record },
      });
    }
    for (const [key, stack] of [...cloud.state.stacks.entries()])
      cloud.state.stacks.set(key, { ...stack, status: 'UPDATE_IN_PROGRESS' });

    recoverStacks(cloud.kernel);
    await cloud.send('RollbackStack', { StackName: 's' });

    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });
});

describe('A world that is put back in the midst of a deployment', () => {
  it('is not written to by what went on before', async () => {
    const cloud = fakeCloud();
    const empty = cloud.kernel.world.snapshot();

    const creation = cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody: template({ A: {}, B: { DependsOn: 'A' } }),
    });
    while (cloud.calls.length === 0) await Promise.resolve();
    cloud.kernel.world.restore(empty);
    cloud.runtime.forget();
    await creation;

    expect(cloud.state.stacks.size + cloud.state.resources.size + cloud.state.events.size).toBe(0);
    expect(cloud.calls).toEqual(['create A']);
  });
});
