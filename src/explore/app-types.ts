/** As much of a CDK app as is needed to synthesize it; users' own `aws-cdk-lib` makes it. */
export interface App {
  synth(): { readonly directory: string };
}

/** A CDK stage has the same. */
export type Stage = App;
