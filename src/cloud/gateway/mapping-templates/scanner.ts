import { TemplateError } from './template-error.ts';

/** Where a parser stands in a template. */
export class Scanner {
  readonly text: string;
  at: number;

  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character; empty at the end. */
  peek(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Takes the text if it is next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }

  skipSpace(): void {
    this.match(/[ \t\r\n]*/y);
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.error(`Encountered "${this.peek() || '<EOF>'}" where "${text}" was expected`);
  }

  error(message: string): TemplateError {
    const line = this.text.slice(0, this.at).split('\n').length;
    const column = this.at - this.text.lastIndexOf('\n', this.at - 1);
    return new TemplateError(`${message} at line ${line}, column ${column}`);
  }
}
