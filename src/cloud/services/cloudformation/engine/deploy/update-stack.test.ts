import { describe, expect, it } from 'vitest';
import { type FakeCloud, fakeCloud, template } from '../../testing/fake-cloud.ts';

async function stackOf(resources: Record<string, object>, rest: object = {}): Promise<FakeCloud> {
  const cloud = fakeCloud();
  await cloud.send('CreateStack', { StackName: 's', TemplateBody: template(resources, rest) });
  cloud.calls.length = 0;
  return cloud;
}

const update = (cloud: FakeCloud, resources: Record<string, object>, options: object = {}, rest: object = {}) =>
  cloud.send('UpdateStack', { StackName: 's', TemplateBody: template(resources, rest), ...options });

const value = (Value: unknown, more: object = {}) => ({ Properties: { Value, ...more } });

describe('UpdateStack', () => {
  it('changes in place what changed, and nothing else', async () => {
    const cloud = await stackOf({ A: value(1), B: value(1) });

    await update(cloud, { A: value(2), B: value(1) });

    expect(cloud.calls).toEqual(['update A 1 → 2']);
    expect(cloud.status('s')).toEqual({ status: 'UPDATE_COMPLETE', reason: undefined });
  });

  it('refuses an update without changes', async () => {
    const cloud = await stackOf({ A: value(1) });

    await expect(update(cloud, { A: value(1) })).rejects.toThrow('No updates are to be performed.');
  });

  it('takes a change of outputs alone for an update', async () => {
    const cloud = await stackOf({ A: value(1) });

    await update(cloud, { A: value(1) }, {}, { Outputs: { O: { Value: { Ref: 'A' } } } });

    expect(cloud.calls).toEqual([]);
    expect(cloud.status('s').status).toBe('UPDATE_COMPLETE');
  });

  it('creates the replacement first, and deletes the old resource in the cleanup', async () => {
    const cloud = await stackOf({ A: { Type: 'Test::Fixed', ...value(1) }, B: value({ Ref: 'A' }) });

    await update(cloud, { A: { Type: 'Test::Fixed', ...value(2) }, B: value({ Ref: 'A' }) });

    expect(cloud.calls).toEqual(['create A', 'update B "A-1" → "A-3"', 'delete A-1']);
  });

  it('keeps the old resource with UpdateReplacePolicy Retain', async () => {
    const cloud = await stackOf({ A: { Type: 'Test::Fixed', UpdateReplacePolicy: 'Retain', ...value(1) } });

    await update(cloud, { A: { Type: 'Test::Fixed', UpdateReplacePolicy: 'Retain', ...value(2) } });

    expect(cloud.calls).toEqual(['create A']);
    expect(cloud.events('s')).toContain('A DELETE_SKIPPED');
  });

  it('deletes the replacement of an update that failed, whatever its UpdateReplacePolicy says', async () => {
    const fixed = (number: number) => ({ Type: 'Test::Fixed', UpdateReplacePolicy: 'Retain', ...value(number) });
    const cloud = await stackOf({ A: fixed(1), Z: value(1) });

    await update(cloud, { A: fixed(2), Z: { DependsOn: 'A', ...value(2, { Fail: 'update' }) } });

    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloud.calls).toEqual(['create A', 'update Z 1 → 2', 'update Z 2 → 1', 'delete A-3']);
    expect(cloud.events('s')).not.toContain('A DELETE_SKIPPED');
    expect(cloud.state.resources.size).toBe(2);
  });

  it('keeps the old resource by its own UpdateReplacePolicy, also after a rollback and by a template without it', async () => {
    const cloud = await stackOf({
      A: { Type: 'Test::Fixed', UpdateReplacePolicy: 'Retain', ...value(1) },
      Z: value(1),
    });
    await update(cloud, {
      A: { Type: 'Test::Fixed', ...value(2) },
      Z: { DependsOn: 'A', ...value(2, { Fail: 'update' }) },
    });
    cloud.calls.length = 0;

    await update(cloud, { A: { Type: 'Test::Fixed', ...value(3) }, Z: value(1) });

    expect(cloud.status('s').status).toBe('UPDATE_COMPLETE');
    expect(cloud.calls).toEqual(['create A']);
    expect(cloud.events('s')).toContain('A DELETE_SKIPPED');
  });

  it('deletes what the template no longer has, against the dependencies', async () => {
    const cloud = await stackOf({ A: {}, B: value({ Ref: 'A' }), Kept: { DeletionPolicy: 'Retain' }, C: {} });

    await update(cloud, { C: {} });

    expect(cloud.calls).toEqual(['delete B-4', 'delete A-1']);
    expect([...cloud.state.resources.values()].map(({ logicalId }) => logicalId)).toEqual(['C']);
  });

  it('undoes changes, replacements and creations when something fails', async () => {
    const cloud = await stackOf({ A: value(1), F: { Type: 'Test::Fixed', ...value(1) }, Z: value(1) });
    const before = [...cloud.state.resources.values()].map(({ logicalId, state, properties }) => [
      logicalId,
      state?.physicalId,
      properties,
    ]);

    await update(cloud, {
      A: value(2),
      F: { Type: 'Test::Fixed', DependsOn: 'A', ...value(2) },
      N: { DependsOn: 'F' },
      Z: { DependsOn: 'N', ...value(2, { Fail: 'update' }) },
    });

    expect(cloud.calls).toEqual([
      'update A 1 → 2',
      'create F',
      'create N',
      'update Z 1 → 2',
      'update A 2 → 1',
      'update Z 2 → 1',
      'delete N-5',
      'delete F-4',
    ]);
    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const after = [...cloud.state.resources.values()].map(({ logicalId, state, properties }) => [
      logicalId,
      state?.physicalId,
      properties,
    ]);
    expect(after).toEqual(before);
    await expect(update(cloud, { A: value(1), F: { Type: 'Test::Fixed', ...value(1) }, Z: value(1) })).rejects.toThrow(
      'No updates',
    );
  });

  it('goes back from what the owner refuses to read, as nothing was made of it', async () => {
    const cloud = await stackOf({ A: value(1) });

    await update(cloud, { A: value(2, { Refused: true }) });

    expect(cloud.calls).toEqual(['update A 1 → 2', 'update A 2 → 1', 'update A 1 → 1']);
    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('says what failed to create and what failed to update', async () => {
    const cloud = await stackOf({ A: value(1) });

    await update(cloud, { A: value(2, { Fail: 'update' }), N: value(1, { Fail: 'create' }) });

    const rollback = [...cloud.state.events.values()].find(({ status }) => status === 'UPDATE_ROLLBACK_IN_PROGRESS');
    expect(rollback?.reason).toBe(
      'The following resource(s) failed to create: [N]. The following resource(s) failed to update: [A]. ',
    );
  });

  it('stops at UPDATE_FAILED with rollback disabled, from where RollbackStack leads back', async () => {
    const cloud = await stackOf({ A: value(1) });

    await update(
      cloud,
      { A: value(2), N: { DependsOn: 'A', ...value(1, { Fail: 'create' }) } },
      { DisableRollback: true },
    );
    expect(cloud.status('s').status).toBe('UPDATE_FAILED');
    await cloud.send('RollbackStack', { StackName: 's' });

    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloud.calls.at(-1)).toBe('update A 2 → 1');
  });

  it('goes on from UPDATE_FAILED by another update, and its rollback leads back to before both', async () => {
    const cloud = await stackOf({ A: value(1) });
    await update(
      cloud,
      { A: value(2), N: { DependsOn: 'A', ...value(1, { Fail: 'create' }) } },
      { DisableRollback: true },
    );

    await update(cloud, { A: value(3), N: { DependsOn: 'A', ...value(1, { Fail: 'create' }) } });

    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloud.calls.at(-1)).toBe('update A 3 → 1');
  });

  it('waits in UPDATE_ROLLBACK_FAILED for ContinueUpdateRollback, which may skip resources', async () => {
    // The way back fails as well, for the old properties fail every update.
    const cloud = await stackOf({ A: value(1, { Fail: 'update' }) });

    await update(cloud, { A: value(2), N: { DependsOn: 'A', ...value(1, { Fail: 'create' }) } });
    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_FAILED');
    await cloud.send('ContinueUpdateRollback', { StackName: 's', ResourcesToSkip: ['A'] });

    expect(cloud.status('s').status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const skipped = [...cloud.state.events.values()].find(
      ({ reason }) => reason === 'Resource skipped during UpdateRollback',
    );
    expect(skipped?.logicalId).toBe('A');
  });

  it('refuses another type under the same name', async () => {
    const cloud = await stackOf({ A: {} });

    await expect(update(cloud, { A: { Type: 'Test::Fixed' } })).rejects.toThrow(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    );
  });

  it('passes changed stack tags on to resources', async () => {
    const cloud = await stackOf({ A: value(1) });

    await update(cloud, { A: value(1) }, { Tags: [{ Key: 'team', Value: 'x' }] });

    expect(cloud.calls).toEqual(['update A 1 → 1']);
  });

  it('uses previous parameter values and the previous template', async () => {
    const cloud = fakeCloud();
    const Parameters = { P: { Type: 'String' }, Q: { Type: 'String', Default: 'q' } };
    const TemplateBody = template({ A: value({ 'Fn::Sub': '${P}${Q}' }) }, { Parameters });
    await cloud.send('CreateStack', {
      StackName: 's',
      TemplateBody,
      Parameters: [{ ParameterKey: 'P', ParameterValue: 'p' }],
    });

    await cloud.send('UpdateStack', {
      StackName: 's',
      UsePreviousTemplate: true,
      Parameters: [
        { ParameterKey: 'P', UsePreviousValue: true },
        { ParameterKey: 'Q', ParameterValue: 'r' },
      ],
    });

    expect(cloud.calls.at(-1)).toBe('update A "pq" → "pr"');
  });
});

describe('DeleteStack', () => {
  it('deletes against the dependencies, keeps what is to be retained, and can be described by its id', async () => {
    const cloud = await stackOf({ A: {}, B: { DependsOn: 'A' }, K: { DeletionPolicy: 'Retain' } });
    const id = cloud.state.stackIds.get('s');

    await cloud.send('DeleteStack', { StackName: 's' });

    expect(cloud.calls).toEqual(['delete B-3', 'delete A-1']);
    await expect(cloud.send('DescribeStacks', { StackName: 's' })).rejects.toThrow('Stack with id s does not exist');
    const { Stacks } = await cloud.send<{ Stacks: { StackStatus: string }[] }>('DescribeStacks', {
      StackName: id ?? '',
    });
    expect(Stacks[0]?.StackStatus).toBe('DELETE_COMPLETE');
  });

  it('stops at DELETE_FAILED, and goes through with RetainResources', async () => {
    const cloud = await stackOf({ A: {}, Bad: { DependsOn: 'A', Properties: { Fail: 'delete' } } });

    await cloud.send('DeleteStack', { StackName: 's' });
    expect(cloud.status('s')).toEqual({
      status: 'DELETE_FAILED',
      reason: 'The following resource(s) failed to delete: [Bad]. ',
    });
    expect(cloud.calls).not.toContain('delete A-1');
    await cloud.send('DeleteStack', { StackName: 's', RetainResources: ['Bad'] });

    expect(cloud.status('s').status).toBe('DELETE_COMPLETE');
    expect(cloud.calls.at(-1)).toBe('delete A-1');
  });

  it('is cancelled while another stack imports an export, which cannot change either', async () => {
    const exporting = (Value: string) =>
      template({ A: value(Value) }, { Outputs: { O: { Value, Export: { Name: 'shared' } } } });
    const cloud = fakeCloud();
    await cloud.send('CreateStack', { StackName: 'producer', TemplateBody: exporting('1') });
    await cloud.send('CreateStack', {
      StackName: 'consumer',
      TemplateBody: template({ B: value({ 'Fn::ImportValue': 'shared' }) }),
    });

    await cloud.send('DeleteStack', { StackName: 'producer' });
    expect(cloud.status('producer')).toEqual({
      status: 'CREATE_COMPLETE',
      reason: 'Delete canceled. Cannot delete export shared as it is in use by consumer.',
    });
    await cloud.send('UpdateStack', { StackName: 'producer', TemplateBody: exporting('2') });
    expect(cloud.status('producer').status).toBe('UPDATE_ROLLBACK_COMPLETE');
    await cloud.send('DeleteStack', { StackName: 'consumer' });
    await cloud.send('DeleteStack', { StackName: 'producer' });

    expect(cloud.status('producer').status).toBe('DELETE_COMPLETE');
  });

  it('refuses while termination protection is on', async () => {
    const cloud = await stackOf({ A: {} });
    await cloud.send('UpdateTerminationProtection', { StackName: 's', EnableTerminationProtection: true });

    await expect(cloud.send('DeleteStack', { StackName: 's' })).rejects.toThrow(
      'Stack [s] cannot be deleted while TerminationProtection is enabled',
    );
  });
});
