import { Refusal } from '@habilis/kernel';
import { loadSentences } from '@habilis/pages';
import { SettingsError } from '@habilis/settings';

/** A command given something it cannot work with; its message says what it takes. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

const OUR_CONFIG = new URL('../../../../config', import.meta.url).pathname;
const NO_SUCH_TABLE = '42P01';

/** What an operator reads when a command did nothing: a sentence, and where the fault is ours, all there is to know. */
export function inWords(error: unknown): unknown {
  if (error instanceof Refusal) return loadSentences(OUR_CONFIG).refusal('fr', error.code, error.details) ?? error;
  const { code } = error as { code?: unknown };
  if (code === NO_SUCH_TABLE) return 'La base est vide : démarrez le service une première fois.';
  return error instanceof Misuse || error instanceof SettingsError || code === 'ENOENT' ? (error as Error).message : error;
}
