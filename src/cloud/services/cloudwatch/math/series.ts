/** Values by the seconds at which their periods begin, oldest first. */
export interface Series {
  readonly label: string;
  readonly periodSeconds: number;
  readonly points: ReadonlyMap<number, number>;
  /** What a label may be made of: `MetricName`, `Dim.FunctionName`. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** What an expression can be: `S`, `TS`, `TS[]` and texts, in AWS's words. */
export type MathValue = number | string | Series | readonly Series[];

export const isSeries = (value: MathValue): value is Series => typeof value === 'object' && !Array.isArray(value);
export const isList = (value: MathValue): value is readonly Series[] => Array.isArray(value);

/** A series with each of its values changed. */
export const mapSeries = (series: Series, change: (value: number, seconds: number) => number): Series => ({
  ...series,
  points: new Map([...series.points].map(([seconds, value]) => [seconds, change(value, seconds)])),
});
