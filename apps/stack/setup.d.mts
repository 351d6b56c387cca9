/** The repository's folder. */
export const root: string;
export function ensureInstalled(): void;
export function nodeBinary(): string;
export function ensureChromium(): void;
export function chromiumPath(): string | undefined;
