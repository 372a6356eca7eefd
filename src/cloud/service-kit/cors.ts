/** What a web page asks of a resource. */
export interface CorsQuestion {
  readonly resource: string;
  /** Whether it is about the resource itself, not something in it. */
  readonly isWhole: boolean;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string>>;

/** How a service answers web pages by CORS rules that users give its resources. */
export interface ResourceCors<State> {
  /** Headers that let the page read the answer; undefined where no rule lets it. */
  allow(state: State, question: CorsQuestion): Headers | undefined;
  /** Headers of the answer to a preflight; throws the refusal that AWS gives. */
  preflight(state: State, question: CorsQuestion): Headers;
}
