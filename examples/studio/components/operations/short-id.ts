/** The beginning of an id: enough to tell two apart, and what the command line takes too. */
export const shortId = (id: string): string => id.slice(0, 11);
