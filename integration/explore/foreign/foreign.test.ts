import { describe, expect, test } from 'vitest';
import { chance } from './chance.ts';
import { events } from './events.ts';
import { locks } from './locks.ts';
import { partialFailures } from './partial-failures.ts';
import { payments } from './payments.ts';
import { queues } from './queues.ts';
import { requests } from './requests.ts';
import { redOf } from './subject.ts';
import { tables } from './tables.ts';

/** Apps by people who do not know the judge: what is right is green in every cell, what is wrong is found. */
describe.each(Object.entries({ requests, tables, payments, queues, locks, partialFailures, events, chance }))(
  'foreign apps: %s',
  (_name, subjects) => {
    test.each(subjects.filter(({ isTwinAbove }) => !isTwinAbove))(
      'right: $name',
      { timeout: 60_000 },
      async (subject) => {
        expect(await redOf(subject, subject.right)).toEqual({});
      },
    );

    test.each(subjects.filter(({ wrong }) => wrong !== undefined))(
      'wrong: $name, found as $finds',
      { timeout: 60_000 },
      async (subject) => {
        const red = await redOf(subject, subject.wrong, subject.finds);

        expect(Object.values(red).flat()).toContain(subject.finds);
      },
    );
  },
);
