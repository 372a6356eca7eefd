import { recordedSynthesis, type SynthesisOptions } from './synthesis/recorded-synthesis.ts';

export type { SynthesisOptions } from './synthesis/recorded-synthesis.ts';

/**
 * Runs a CDK app and answers the directory of its cloud assembly. `app` may be an app's source (`stack/app.ts`), a
 * command (`node app.js`), a directory that holds an assembly already, or nothing: then `cdk.json` says.
 *
 * The app runs as `cdk synth` would run it, without the seconds that the CLI itself costs; bundles of which no file has
 * changed are taken from the synthesis before. Throws `SquallError` with what the app printed when it fails.
 */
export async function synthesize(app: string | undefined, options: SynthesisOptions = {}): Promise<string> {
  return (await recordedSynthesis(app, options)).directory;
}
