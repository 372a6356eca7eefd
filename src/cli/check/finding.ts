/**
 * What is said of one thing that a project uses. `unknown`: AWS has no such thing either, so that a deploy to AWS would fail as
 * well.
 */
export type Verdict = 'emulated' | 'stored only' | 'refused' | 'unknown';

export const verdicts: readonly Verdict[] = ['emulated', 'stored only', 'refused', 'unknown'];

/** What kind of thing it is: the rows of the table. */
export type Subject = 'resource' | 'property' | 'attribute' | 'event' | 'call' | 'setting';

/** A verdict, with its reason unless it is good. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string;
}

/** Where something is written. */
export interface Place {
  /** From the directory that is checked, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One thing that a project uses, and what becomes of it here. */
export interface Finding extends Judgement, Place {
  readonly subject: Subject;
  /** `AWS::SQS::Queue`, `AWS::SQS::Queue.Tags`, `dynamodb:PutItem`, `aws_sqs_queue`. */
  readonly what: string;
  /** What the project calls it: a logical id, the path of a construct, an address of Terraform. */
  readonly name?: string;
}

/** A file that nobody can read: a sentence, and the line that is meant. */
export interface Unreadable extends Place {
  readonly message: string;
  readonly text: string;
}

/** What could not be looked at, and why; says nothing against the project. */
export interface Note extends Place {
  readonly message: string;
}

/** What a source of findings says. */
export interface Sighting {
  readonly findings: readonly Finding[];
  readonly unreadable?: readonly Unreadable[];
  readonly notes?: readonly Note[];
}

/** What fails a deploy or a call. */
export const isBad = ({ verdict }: Judgement): boolean => verdict === 'refused' || verdict === 'unknown';

export const emulated: Judgement = { verdict: 'emulated' };
export const refused = (reason: string): Judgement => ({ verdict: 'refused', reason });
export const storedOnly = (reason: string): Judgement => ({ verdict: 'stored only', reason });
export const unknown = (reason: string, nearest?: string): Judgement => ({
  verdict: 'unknown',
  reason: nearest === undefined ? reason : `${reason}. Did you mean ${nearest}?`,
});
