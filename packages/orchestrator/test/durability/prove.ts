/** True when large numbers are wanted: minutes instead of seconds. */
export const PROVE = process.env.ORCHARD_PROVE !== undefined;

/** What a machine may add to a time: the promise; or so much that tests beside this one do not matter. */
export const SLACK_MS = PROVE ? 2_000 : 30_000;

/** The seed asked for, to repeat a run; else the usual one. */
export const seedOr = (usual: number): number => Number(process.env.ORCHARD_SEED ?? usual);

/** Tells people what a run showed. */
export const report = (text: string): void => void process.stdout.write(`${text}\n`);
