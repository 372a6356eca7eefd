/* Apart from the transform itself, which is loaded when the first template asks for it. */

/** The name by which templates ask for it. */
export const samTransform = 'AWS::Serverless-2016-10-31';

/** What is wrong with a template, all of it in one text. */
export class InvalidSamTemplate extends Error {}
