import { ACR } from '@habilis/credentials';
import type { Translate } from '@habilis/pages';

const KNOWN: ReadonlySet<string> = new Set(ACR);

/** A level we have no words for is said as it came; ours are known by the last word of their name. */
export const levelInWords = (t: Translate, acr: string | null): string =>
  acr === null ? t('own.account.level-unknown') : KNOWN.has(acr) ? t(`own.account.level-${acr.split(':').at(-1)}`) : acr;
