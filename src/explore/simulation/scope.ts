/** Account and region that a scenario lives in. */
export const region = 'us-east-1';
export const account = '000000000000';
