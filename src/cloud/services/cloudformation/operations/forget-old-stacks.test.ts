import { expect, it } from 'vitest';
import { fakeCloud, template } from '../testing/fake-cloud.ts';

it('Stacks that were deleted 90 days ago are forgotten with all their traces', async () => {
  const cloud = fakeCloud();
  await cloud.send('CreateStack', { StackName: 'old', TemplateBody: template({ A: {} }) });
  await cloud.send('DeleteStack', { StackName: 'old' });
  await cloud.clock.advance('91d');

  await cloud.send('CreateStack', { StackName: 'new', TemplateBody: template({ A: {} }) });

  expect([...cloud.state.stacks.values()].map(({ name }) => name)).toEqual(['new']);
  expect(cloud.events('old')).toEqual([]);
});

it('Of stacks that were deleted lately only the last 200 are remembered, and 16 MB of their templates', async () => {
  const cloud = fakeCloud();
  const change = { ChangeSetName: 'c', ChangeSetType: 'CREATE' };
  for (let index = 0; index < 250; index += 1) {
    await cloud.send('CreateStack', { StackName: `s${index}`, TemplateBody: template({ A: {} }) });
    await cloud.send('DeleteStack', { StackName: `s${index}` });
    await cloud.clock.advance('1s');
  }

  await cloud.send('CreateChangeSet', { StackName: 'next', ...change, TemplateBody: template({ A: {} }) });
  const names = () => [...cloud.state.stacks.values()].map(({ name }) => name);
  expect(names()).toHaveLength(201);
  expect(names()).not.toContain('s49');
  expect(names()).toContain('s50');
  expect(cloud.events('s49')).toEqual([]);

  for (const stack of [...cloud.state.stacks.values()]) {
    const definition = { ...stack.definition, templateBody: 'x'.repeat(1024 * 1024) };
    cloud.state.stacks.set(stack.id, { ...stack, definition });
  }
  await cloud.send('CreateStack', { StackName: 'last', TemplateBody: template({ A: {} }) });

  // The one under review is no deleted one.
  expect(names()).toHaveLength(16 + 2);
  expect(names()).toContain('s249');
  expect(names()).not.toContain('s233');
});
