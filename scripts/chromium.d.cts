/** The path of Chromium, or `undefined`. Starts no process. */
export function findChromium(environment?: Readonly<Record<string, string | undefined>>): string | undefined;

/** What is to be done where there is none. */
export const MISSING: string;
