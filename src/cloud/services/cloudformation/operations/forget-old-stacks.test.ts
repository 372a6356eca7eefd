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
