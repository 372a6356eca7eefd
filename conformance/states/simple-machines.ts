/** A machine that does nothing; `comment` makes it another one. */
export const pass = (comment = ''): string =>
  JSON.stringify({ Comment: comment, StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });

/** A machine whose executions run for an hour. */
export const wait = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3600, End: true } } });

export const roleArn = 'arn:aws:iam::000000000000:role/machine';
export const machineArn = (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
