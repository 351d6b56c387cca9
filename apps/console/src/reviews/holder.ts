import type { ReviewItem } from '../api/types.ts';
import { t } from '../words.ts';

/** Who holds the role of a line: a person, or the members of a structure. */
export const holderOf = ({ person, structure }: Pick<ReviewItem, 'person' | 'structure'>): string =>
  person?.name ?? t('reviews.members-of', { structure: structure!.name });
