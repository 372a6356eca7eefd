import { expect, it } from 'vitest';
import { Clock } from '../../../../kernel/clock.ts';
import { ActivityPolls } from './activity-polls.ts';

const activityArn = 'arn:aws:states:us-east-1:000000000000:activity:a';

it('a worker gets what is offered while it looks for the first time', async () => {
  const polls = new ActivityPolls();
  const clock = new Clock({ virtual: true, startMs: 0 });
  const offered: string[] = [];
  const attempt = async () => {
    const found = offered.shift();
    if (found !== undefined) return found;
    await Promise.resolve();
    if (offered.length > 0 || attempts > 0) return undefined;
    attempts += 1;
    offered.push('task');
    polls.wake(activityArn);
    return undefined;
  };
  let attempts = 0;

  const taken = polls.wait({ activityArn, deadlineMs: 60_000, clock, attempt });

  expect(await taken).toBe('task');
});

it('a worker hears of nothing when its minute is over', async () => {
  const polls = new ActivityPolls();
  const clock = new Clock({ virtual: true, startMs: 0 });

  const taken = polls.wait({ activityArn, deadlineMs: 60_000, clock, attempt: async () => undefined });
  await clock.advance('60s');

  expect(await taken).toBeUndefined();
});
