import path from 'node:path';
import { HOLDS } from '@habilis/accounts';
import { loadSentences } from '@habilis/pages';

const sentences = loadSentences(path.resolve(import.meta.dirname, '../../../../config'));

describe.each(['fr', 'en'] as const)('every kind of hold, %s', (language) => {
  it.each(Object.keys(HOLDS))('%s is said at the door of a portal and on the own pages', (kind) => {
    const t = sentences.for(language);
    for (const key of [`provider.standing.hold-${kind}`, `own.standing.hold-${kind}`]) expect(t(key)).not.toBe(key);
  });
});
