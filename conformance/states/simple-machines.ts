/** A machine that does nothing; `comment` makes it another one. */
export const pass = (comment = ''): string =>
  JSON.stringify({ Comment: comment, StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });

/** A machine whose executions run for an hour. */
export const wait = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3600, End: true } } });

/** A block whose Choice leads nowhere: no rule holds, and there is no Default. */
export const lost = {
  StartAt: 'C',
  States: {
    C: { Type: 'Choice', Choices: [{ Variable: '$.nowhere', IsPresent: true, Next: 'Found' }] },
    Found: { Type: 'Succeed' },
  },
};

/** The states of those names out of `states`: a definition must not have one that nothing leads to. */
export const only = <S extends object>(states: S, names: readonly string[]): Partial<S> =>
  Object.fromEntries(Object.entries(states).filter(([name]) => names.includes(name))) as Partial<S>;

export const roleArn = 'arn:aws:iam::000000000000:role/machine';
export const machineArn = (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
