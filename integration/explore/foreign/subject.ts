import { Exploration, type Scenario } from 'squall/vitest';
import { foreignApp, type Shape } from './foreign-app.ts';

/** A small app as somebody wrote it, who has never heard of the explorer; with the line that decides whether it is right. */
export interface Subject {
  readonly name: string;
  /** JavaScript; `LINE` in it stands for the line. */
  readonly code: string;
  readonly right?: string;
  readonly wrong?: string;
  /** What the wrong line is red for: this finding must be among the codes of its red cells. */
  readonly finds?: string;
  /** The subject before it has the same right line. */
  readonly isTwinAbove?: boolean;
  readonly shape: Shape;
  /** A new one for each exploration: fakes have state. */
  readonly scenario: () => Omit<Scenario, 'app'>;
}

export const retrying = { retries: 5, on: ['network', 409, 429, '5xx'] as const };

const preamble = `
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand, DeleteCommand, QueryCommand, ScanCommand, TransactWriteCommand, BatchWriteCommand } = require('@aws-sdk/lib-dynamodb');
const { SQSClient, SendMessageCommand, ReceiveMessageCommand, DeleteMessageCommand } = require('@aws-sdk/client-sqs');
const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const sqs = new SQSClient({});
const json = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });
`;

export const appOf = ({ code, shape }: Subject, line = ''): object =>
  foreignApp(preamble + code.replace('LINE', () => line), shape);

/** Codes of red cells by their titles, orders of clients among them; until one is found, where one is looked for. */
export async function redOf(
  subject: Subject,
  line: string | undefined,
  until?: string,
): Promise<Record<string, string[]>> {
  await using exploration = await Exploration.open(subject.name, { ...subject.scenario(), app: appOf(subject, line) });
  const red: Record<string, string[]> = {};
  const note = (title: string, { verdict }: { readonly verdict: typeof exploration.faultFree.verdict }): boolean => {
    const codes = verdict.violations.map(({ code }) => code);
    if (verdict.grade === 'broken') red[title] = codes;
    return until !== undefined && codes.some((code) => code === until);
  };
  if (note('without faults', exploration.faultFree)) return red;
  if (exploration.scenario.race) {
    const { broken } = await exploration.races(exploration.budget());
    for (const each of broken) if (note(each.title, each)) return red;
  }
  for (const cell of exploration.cells) {
    if (note(exploration.titleOf(cell), await exploration.explore(cell))) return red;
  }
  return red;
}
