import type { Offer, OfferedPlace, Policy, RoleLimits } from '@habilis/access';
import { Definition, parisDate, type Translate } from '@habilis/pages';
import type { Names } from './names.ts';

/** Lengths for which roles are asked for, in days, with their words. */
const SPANS = [
  { days: 30, words: 'months', count: 1 },
  { days: 91, words: 'months', count: 3 },
  { days: 182, words: 'months', count: 6 },
  { days: 366, words: 'years', count: 1 },
  { days: 1096, words: 'years', count: 3 },
] as const;

/** What a role without a limit is asked for, at most. */
const LONGEST = 1096;

/** What the catalogue says of the roles of a policy, in a person's language. */
export class OfferWords {
  constructor(
    private readonly t: Translate,
    private readonly policy: Policy,
    private readonly names: Names,
  ) {}

  role(id: string): string {
    return this.policy.roles.get(id)?.[this.t.language] ?? id;
  }

  /** « 3 mois »; days when it is no round time. */
  span(days: number): string {
    const { words, count } = SPANS.find((each) => each.days === days) ?? { words: 'days', count: days };
    return this.t(`own.catalogue.${words}`, { count });
  }

  /** The lengths that the role allows, its own longest one last. */
  spans({ maxDays = LONGEST }: Pick<RoleLimits, 'maxDays'>): { value: string; label: string }[] {
    const lengths = [...SPANS.map(({ days }) => days).filter((days) => days < maxDays), maxDays];
    return lengths.map((days) => ({ value: String(days), label: this.span(days) }));
  }

  longest({ maxDays }: Pick<RoleLimits, 'maxDays'>): string {
    return maxDays === undefined ? this.t('own.catalogue.no-end') : this.t('own.catalogue.at-most', { span: this.span(maxDays) });
  }

  decides({ grantedBy, approvedBy, fourEyes }: RoleLimits): string {
    const first = this.listed(grantedBy);
    if (approvedBy.length > 0) return this.t('own.catalogue.then', { first, second: this.listed(approvedBy) });
    return fourEyes ? this.t('own.catalogue.two', { first }) : first;
  }

  /** What may be expected of the role there; undefined when there is nothing to say but that it may be asked for. */
  state({ state }: OfferedPlace): string | undefined {
    const day = (at: Date) => parisDate(at, this.t.language);
    if (state.is === 'held') {
      const { until } = state.grant;
      return until ? this.t('own.catalogue.held-until', { until: day(until) }) : this.t('own.catalogue.held');
    }
    if (state.is === 'asked') return this.t('own.catalogue.asked', { at: day(state.request.askedAt), until: day(state.request.expiresAt) });
    if (state.is === 'apart') {
      return this.t('own.catalogue.apart', { role: this.role(state.from), why: state.rule[this.t.language] });
    }
    const { last } = state;
    if (last?.closed?.how === 'refused') {
      return this.t('own.catalogue.last-refused', { at: day(last.askedAt), why: this.t(`own.roles.why-${last.closed.why}`) });
    }
    return last && !last.closed ? this.t('own.catalogue.last-expired', { at: day(last.askedAt) }) : undefined;
  }

  place({ organisation }: OfferedPlace): string {
    return this.names.organisation(organisation);
  }

  portal({ role }: Offer): string {
    return role.portal === null ? this.t('pages.brand') : this.names.portal(role.portal);
  }

  /** Whether each word sought is found in what the role is called, lets one do, and where. */
  found(offer: Offer, sought: string): boolean {
    const { role, places } = offer;
    const texts = [
      this.role(role.name),
      this.portal(offer),
      ...role.rules.map((rule) => rule[this.t.language]),
      ...places.map((each) => this.place(each)),
    ];
    const text = plain(texts.join(' '));
    return plain(sought).split(' ').every((word) => text.includes(word)); // prettier-ignore
  }

  private listed(roles: readonly string[]): string {
    const names = roles.map((each) => this.role(each));
    return new Intl.ListFormat(this.t.language, { type: 'disjunction' }).format(names);
  }
}

/** Without accents, capitals or what joins words, as people type when they search. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What a role lets one do, in the words of its rules. */
export function Lets({ t, role }: { t: Translate; role: Offer['role'] }) {
  if (role.rules.length === 0) return <p className="hint">{t('own.catalogue.gives-nothing')}</p>;
  return (
    <ul>
      {role.rules.map((rule) => (
        <li key={rule.id}>{rule[t.language]}</li>
      ))}
    </ul>
  );
}

/** For how long and who decides; once for all places where they agree, else for each. */
export function Terms({ t, words, places }: { t: Translate; words: OfferWords; places: readonly OfferedPlace[] }) {
  const terms = places.map((place) => ({ place, longest: words.longest(place.limits), decides: words.decides(place.limits) }));
  const [first] = terms;
  const agree = terms.every(({ longest, decides }) => longest === first!.longest && decides === first!.decides);
  const items = agree
    ? [
        { term: t('own.catalogue.for'), value: first!.longest },
        { term: t('own.catalogue.decides'), value: first!.decides },
      ]
    : terms.map(({ place, longest, decides }) => ({ term: words.place(place), value: `${longest}, ${decides}` }));
  return <Definition items={items} />;
}

/** Where it may not be asked for and why, or what became of it the last time. */
export function States({ words, places }: { words: OfferWords; places: readonly OfferedPlace[] }) {
  return places.map((place) => {
    const said = words.state(place);
    return (
      said && (
        <p key={place.organisation}>
          <strong>{words.place(place)}.</strong> {said}
        </p>
      )
    );
  });
}
