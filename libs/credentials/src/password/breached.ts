import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Passwords known from leaks elsewhere. */
export abstract class Breached {
  abstract has(plain: string): Promise<boolean>;
}

/** No list of the operator's; the best known passwords are refused all the same, as they are guessed first. */
export class NoList extends Breached {
  override async has(): Promise<boolean> {
    return false;
  }
}

const DIGEST = 40;
/** A line is a digest and perhaps a count; two of them fit. */
const WINDOW = 128;

/**
 * The operator's file of leaked passwords: SHA-1 digests in hexadecimal, sorted, one a line, with or without `:count`.
 *
 * « Pwned Passwords », ordered by hash, is such a file. It is read where it lies by halving, some thirty small readings
 * in tens of gigabytes; nothing leaves the machine and nothing is kept in memory.
 */
export class BreachedFile extends Breached {
  constructor(private readonly path: string) {
    super();
  }

  override async has(plain: string): Promise<boolean> {
    const wanted = createHash('sha1').update(plain).digest('hex').toUpperCase();
    const file = await open(this.path);
    try {
      const { size } = await file.stat();
      const window = Buffer.alloc(WINDOW);
      const lineAt = async (offset: number): Promise<{ start: number; digest: string }> => {
        const from = Math.max(0, offset - 1);
        const { bytesRead } = await file.read(window, 0, WINDOW, from);
        const text = window.toString('latin1', 0, bytesRead);
        const begins = offset === 0 ? 0 : text.indexOf('\n') + 1;
        return { start: from + begins, digest: begins === 0 && offset > 0 ? '' : text.slice(begins, begins + DIGEST).toUpperCase() };
      };
      let [low, high] = [0, size];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const { start, digest } = await lineAt(middle);
        if (digest === wanted) return true;
        if (digest.length === DIGEST && digest < wanted) low = Math.max(start + DIGEST, middle + 1);
        else high = middle;
      }
      return (await lineAt(low)).digest === wanted;
    } finally {
      await file.close();
    }
  }
}
