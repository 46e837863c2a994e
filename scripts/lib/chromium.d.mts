/** How to start it: as root without its sandbox, and without its own calls home. */
export const chromiumArgs: string[];
/** The path of a Chromium for tests; says how to get one when there is none. */
export function findChromium(): Promise<string>;
