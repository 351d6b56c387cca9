const HOLDS = ['any', 'absence', 'suspension', 'restriction', 'quarantine', 'pause', 'compromise', 'renewal'] as const;
const STAGES = ['requested', 'open', 'departed', 'closed', 'archived'] as const;
export const CHOICES = { stage: STAGES, hold: HOLDS } as const;

/** What the list of members is narrowed by. Empty means no limit. */
export interface Filters {
  readonly q: string;
  readonly stage: string;
  readonly hold: string;
  readonly organisation: string;
}

/** The filters an address says; what it says that is not on our lists is left out, so that an old link still opens. */
export function filtersOf(address: URLSearchParams): Filters {
  const among = (name: 'stage' | 'hold') => CHOICES[name].find((each) => each === address.get(name)) ?? '';
  const organisation = address.get('organisation') ?? '';
  return {
    q: (address.get('q') ?? '').slice(0, 80),
    stage: among('stage'),
    hold: among('hold'),
    organisation: /^org-[a-z0-9-]{1,60}$/.test(organisation) ? organisation : '',
  };
}

/** The address of a list: only what narrows it, in one order, so that one list has one address. */
export function addressOf(filters: Filters): URLSearchParams {
  const said = (['q', 'stage', 'hold', 'organisation'] as const).map((name) => [name, filters[name].trim()] as const);
  return new URLSearchParams(said.filter(([, value]) => value !== '').map(([name, value]) => [name, value]));
}

/** What is asked of the service: the filters, the page and its length. */
export function queryOf(address: URLSearchParams, limit: number): string {
  const query = addressOf(filtersOf(address));
  const cursor = address.get('cursor');
  if (cursor) query.set('cursor', cursor);
  query.set('limit', String(limit));
  return query.toString();
}
