import { play } from './stage.ts';

const clients = 12;

await play(
  `${clients} clients come at once to a function that was never started, two with each key.`,
  async ({ deployment, provider, order, tell, expect }) => {
    tell('Watch: as many environments as requests, secrets and locks asked for all at once, 409 for who comes second.');
    tell('By hand: squall faults add "slow secretsmanager:GetSecretValue delay=300ms"');
    deployment.cloud.faults.add('slow secretsmanager:GetSecretValue delay=300ms');
    const answers = await Promise.all(
      Array.from({ length: clients }, (_, index) => order(`storm-${index % (clients / 2)}`)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(
      'every answer is 201 or 409',
      statuses.every((status) => status === 201 || status === 409),
      statuses,
    );
    expect('each key was charged once', provider.charges.length === clients / 2, provider.charges.length);

    const again = await Promise.all(Array.from({ length: clients / 2 }, (_, index) => order(`storm-${index}`)));
    expect(
      'whoever asks again gets the order',
      again.every(({ status }) => status === 201),
      again.map(({ status }) => status),
    );
    expect('and nothing was charged again', provider.charges.length === clients / 2, provider.charges.length);
  },
);
