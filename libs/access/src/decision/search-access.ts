import { narrowest } from '@habilis/accounts';
import type { Clock } from '@habilis/kernel';
import { askerAt, type Asker } from '../holding.ts';
import { judge } from './judge.ts';
import type { Question } from './question.ts';
import { variablesOf } from '../policy/language/condition.ts';
import { typeKey, type Policy } from '../policy/language/policy.ts';
import type { CallingClient, Candidates, Holdings, Subjects, Ties } from '../ports.ts';
import type { Pseudonyms } from '../pseudonyms.ts';
import { pairKey } from '../engagement/tie.ts';

/** At most so many results on a page. */
export const MOST_RESULTS = 100;

/** One page: where the next begins, or null. */
export interface Found {
  readonly ids: readonly string[];
  readonly next: string | null;
}

interface Page {
  readonly limit: number;
  readonly after: string | null;
}

type Subject = { readonly type: string; readonly id: string };

/**
 * Who may do this, to what, and what: the searches of AuthZEN.
 *
 * The database finds who could, by indexed rows (who holds a role that speaks of the action, who takes part in the
 * thing), a page at a time; each of the page is then judged like any question. A page may be short, or empty, and not be
 * the last: what counts is `next`.
 */
export class SearchAccess {
  constructor(
    private readonly policy: Policy,
    private readonly holdings: Holdings,
    private readonly ties: Ties,
    private readonly candidates: Candidates,
    private readonly subjects: Subjects,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /** Everything that this person may do to this thing. */
  async actions(client: CallingClient, subject: Subject, question: Omit<Question, 'action'>): Promise<string[]> {
    const type = this.policy.types.get(typeKey(client.clientId, question.target.type));
    const account = subject.type === 'person' ? await this.subjects.resolve(client.clientId, subject.id) : undefined;
    if (!type || account === undefined) return [];
    const [asker] = await this.askers(client, [account]);
    if (!asker) return [];
    const tie = (await this.tied(client, question.target, [account])).get(account);
    return type.actions.filter((action) => judge(this.policy, asker, client.clientId, { ...question, action, tie }).allowed);
  }

  /** The people who may do this to this thing, by the names that the portal gives them. */
  async people(client: CallingClient, question: Question, { limit, after }: Page): Promise<Found> {
    const roles = this.rolesFor(client, question);
    if (roles.length === 0) return { ids: [], next: null };
    const thing = this.onlyEngaged(client, question) ? this.thingOf(client, question.target) : null;
    const ids = await this.candidates.people({ portal: client.clientId, roles, thing, at: this.clock.now(), after, limit: limit + 1 });
    const page = ids.slice(0, limit);
    const ties = await this.tied(client, question.target, page);
    const askers = await this.askers(client, page);
    const allowed = askers.filter((asker) => judge(this.policy, asker, client.clientId, { ...question, tie: ties.get(asker.id) }).allowed);
    return {
      ids: allowed.map(({ id }) => this.subjects.nameFor(client.clientId, id)),
      next: ids.length > limit ? page.at(-1)! : null,
    };
  }

  /** The things in which this person takes part and to which they may do this; those whose id may be given back. */
  async things(client: CallingClient, subject: Subject, question: Question, { limit, after }: Page): Promise<Found> {
    const account = subject.type === 'person' ? await this.subjects.resolve(client.clientId, subject.id) : undefined;
    const [asker] = account === undefined ? [] : await this.askers(client, [account]);
    const type = this.policy.types.get(typeKey(client.clientId, question.target.type));
    if (!asker || !type?.engagements) return { ids: [], next: null };
    const at = this.clock.now();
    const rows = await this.candidates.things({ portal: client.clientId, type: type.name, account: asker.id, at, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const allowed = page.filter(({ id, purposes }) => {
      const target = { ...question.target, id };
      return judge(this.policy, asker, client.clientId, { ...question, target, tie: { purposes, emergencyUntil: null } }).allowed;
    });
    return { ids: allowed.map(({ id }) => id), next: rows.length > limit ? page.at(-1)!.thing : null };
  }

  /** The roles whose rules speak of this action on this type. */
  private rolesFor({ clientId }: CallingClient, { target, action }: Question): string[] {
    const type = typeKey(clientId, target.type);
    const speaks = [...this.policy.roles.values()].filter(({ rules }) =>
      rules.some((rule) => rule.type === type && rule.actions.includes(action)),
    );
    return speaks.filter(({ implied }) => implied === null).map(({ name }) => name);
  }

  /** Whether every rule for it looks at engagements: then only who takes part can be allowed. */
  private onlyEngaged({ clientId }: CallingClient, { target, action }: Question): boolean {
    const type = typeKey(clientId, target.type);
    const rules = [...this.policy.roles.values()].flatMap((role) =>
      role.rules.filter((rule) => rule.type === type && rule.actions.includes(action)),
    );
    return rules.every(({ condition }) => variablesOf(condition).some((name) => name.startsWith('engagement.')));
  }

  private thingOf({ clientId }: CallingClient, { type, id }: Question['target']) {
    return { type, thing: this.pseudonyms.of(clientId, type, id) };
  }

  private async tied(client: CallingClient, target: Question['target'], accounts: readonly string[]) {
    const type = this.policy.types.get(typeKey(client.clientId, target.type));
    if (!(type?.engagements || type?.breakGlass)) return new Map();
    const { thing } = this.thingOf(client, target);
    const at = this.clock.now();
    const pairs = accounts.map((account) => ({ account, type: target.type, thing }));
    const found = await this.ties.between(client.clientId, pairs, at, at);
    return new Map(pairs.map((pair) => [pair.account, found.get(pairKey(pair)) ?? { purposes: [], emergencyUntil: null }]));
  }

  /** Those of them whose access is open at the portal's door. */
  private async askers({ clientId, organisation }: CallingClient, accounts: readonly string[]): Promise<Asker[]> {
    const at = this.clock.now();
    const holdings = await this.holdings.read(accounts);
    return accounts.flatMap((account) => {
      const holding = holdings.get(account);
      if (!holding) return [];
      const subject = this.subjects.nameFor(clientId, account);
      const asker = askerAt(holding, this.policy.implied, at, { portal: clientId, organisation, subject });
      return narrowest(asker.limits) === 'portals' ? [asker] : [];
    });
  }
}
