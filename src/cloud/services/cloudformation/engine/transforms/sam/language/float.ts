/**
 * A number that was written with a point or an exponent although it is whole: Python prints `2.0` for it where it
 * prints `2` for an integer, and takes it for no integer.
 */
export class Float extends Number {
  override toString(): string {
    const text = String(this.valueOf());
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
}
