import { rulesFor, type PasswordRules, type PasswordSettings } from './password-rules.ts';

/** Someone who has or chooses a password, as far as its rules need to know them. */
export interface PasswordOwner {
  readonly account: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string | null;
  /** The communities they belong to, in which their rules are written. */
  readonly communities: readonly string[];
  /** Names of their organisations and workplaces, their professional numbers: what someone who knows them would try. */
  readonly around: readonly string[];
  /** They hold a role of the console. */
  readonly administrator: boolean;
}

/** Who is behind an account. */
export abstract class PasswordOwners {
  abstract of(account: string): Promise<PasswordOwner | undefined>;
}

/** The rules of each organisation, and whom they bind. */
export class RulesInForce {
  constructor(private readonly settings: ReadonlyMap<string, PasswordSettings | undefined>) {}

  of({ communities, administrator }: Pick<PasswordOwner, 'communities' | 'administrator'>): PasswordRules {
    return rulesFor(
      communities.map((each) => this.settings.get(each)),
      { administrator },
    );
  }
}

/** Everything about a person that must not make up their password, each word apart. */
export function wordsAbout({ givenName, familyName, email, around }: PasswordOwner): string[] {
  const written = [givenName, familyName, email ?? '', ...around].map((each) => each.normalize('NFKC').toLowerCase());
  const words = written.flatMap((each) => [each, plain(each), ...each.split(/[^\p{L}\p{N}]+/u), ...plain(each).split(/[^a-z0-9]+/)]);
  return [...new Set(words)].filter((each) => each.length >= 3 && each.length <= 60);
}

const plain = (word: string) => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
