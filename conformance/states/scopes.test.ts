import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

test('a branch and an item see the variables around them, and assign their own', async () => {
  const arn = await makeMachine(target, {
    StartAt: 'Set',
    States: {
      Set: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'o.$': '$outer' },
        ItemProcessor: {
          StartAt: 'Mine',
          States: {
            Mine: { Type: 'Pass', Assign: { 'mine.$': '$.v' }, Next: 'Both' },
            Both: {
              Type: 'Parallel',
              Branches: [
                {
                  StartAt: 'Tell',
                  States: {
                    Tell: {
                      Type: 'Pass',
                      Parameters: {
                        'mine.$': '$mine',
                        'outer.$': '$outer',
                        'index.$': '$$.Map.Item.Index',
                        'in.$': '$',
                      },
                      End: true,
                    },
                  },
                },
              ],
              End: true,
            },
          },
        },
        End: true,
      },
    },
  });

  const ended = await run(target, arn, { items: ['a', 'b'] });

  expect(JSON.parse(ended.output ?? '')).toEqual(
    ['a', 'b'].map((mine, index) => [{ mine, outer: 'o', index, in: { i: index, v: mine, o: 'o' } }]),
  );
});
