import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { SettingsError } from '@habilis/settings';
import type { GrantDesk } from '../ports.ts';
import type { PolicyDocument } from './language/policy-document.ts';
import { lintPolicy, type Lint } from './lint-policy.ts';
import { type PolicyPlaces, type PolicyStore } from './policy-store.ts';
import {
  changedFiles,
  discard,
  draft,
  publish,
  putBack,
  type PolicyReason,
  type PolicyVersion,
  type Publication,
} from './policy-version.ts';
import { readPolicyText, type PolicyTexts } from './read-policy.ts';

type Scope = Pick<PolicyDocument, 'portal' | 'organisation'>;

/** The scope of a file; one that cannot be read is the product's, the widest: whoever drafts it answers for all. */
function scopeOf(text: string): Scope {
  try {
    return readPolicyText('', text).value;
  } catch (error) {
    if (error instanceof SettingsError) return {};
    throw error;
  }
}

/**
 * Someone changes the policy: drafts it, has another put it in force, or returns to the one before.
 *
 * A right is asked in every organisation that a changed file speaks for: the portal's, the organisation's own, all of them for
 * the product. Nobody publishes what they wrote, nor what a second account
 * of theirs did, and nothing is published whose cases fail or that a proof stands against.
 *
 * @fr changement de politique
 * @source CPAM13.10.4
 */
export class ChangePolicy {
  constructor(
    private readonly store: PolicyStore,
    private readonly places: PolicyPlaces,
    private readonly people: Pick<GrantDesk, 'mayBe'>,
    private readonly clock: Clock,
    /** Makes this replica decide by what is in force: whoever is told that it is, asks here next. */
    private readonly takeEffect: () => Promise<void> = async () => undefined,
  ) {}

  /**
   * Keeps files as a draft; what is wrong with them is told and does not stop it.
   *
   * @throws Refusal `access.denied` (forbidden), `policy.unchanged` (conflict)
   */
  async draft(me: Caller, files: PolicyTexts, why: PolicyReason): Promise<{ readonly version: PolicyVersion; readonly lint: Lint }> {
    const current = await this.store.inForce();
    const change = draft(files, current?.version ?? null, { by: me.id, at: this.clock.now(), why });
    this.must(me, 'draft', current?.version.files ?? new Map(), change.next);
    await this.store.keep(change);
    return { version: change.next, lint: lintPolicy(files) };
  }

  /**
   * Puts a draft in force, everywhere, within a second.
   *
   * @throws Refusal `policy.unknown` (unknown), `access.denied` (forbidden), `policy.unsound`, or what `publish` refuses (conflict)
   */
  async publish(me: Caller, id: string): Promise<Publication> {
    const [version, current] = await Promise.all([this.store.get(id), this.store.inForce()]);
    const change = publish(version, current, { by: me.id, at: this.clock.now() });
    if (await this.people.mayBe(me.id, [version.author])) throw new Refusal('policy.own-draft', 'conflict');
    this.must(me, 'publish', current?.version.files ?? new Map(), version);
    if (!lintPolicy(version.files).sound) throw new Refusal('policy.unsound', 'conflict');
    await this.store.publish(change);
    await this.takeEffect();
    return change.next;
  }

  /** Sets a draft aside. @throws Refusal `policy.unknown` (unknown), `access.denied` (forbidden), `policy.discarded` or `policy.already-in-force` (conflict) */
  async discard(me: Caller, id: string): Promise<PolicyVersion> {
    const [version, current, known] = await Promise.all([this.store.get(id), this.store.inForce(), this.store.list()]);
    if (known.find((each) => each.id === id)?.published) throw new Refusal('policy.already-in-force', 'conflict');
    const change = discard(version, { by: me.id, at: this.clock.now() });
    this.must(me, 'draft', current?.version.files ?? new Map(), version);
    await this.store.discard(change);
    return change.next;
  }

  /** Returns to a version that was in force, the one before unless told. @throws Refusal as `publish`, and `policy.never-in-force` (conflict) */
  async return(me: Caller, id: string): Promise<Publication> {
    const [version, current, known] = await Promise.all([this.store.get(id), this.store.inForce(), this.store.list()]);
    const was = known.find((each) => each.id === id)?.published;
    if (!current || !was) throw new Refusal('policy.never-in-force', 'conflict');
    const change = putBack(version, current, { by: me.id, at: this.clock.now() });
    this.must(me, 'return', current.version.files, version);
    if (!lintPolicy(version.files).written) throw new Refusal('policy.unsound', 'conflict');
    await this.store.publish(change);
    await this.takeEffect();
    return change.next;
  }

  private must(me: Caller, action: 'draft' | 'publish' | 'return', before: PolicyTexts, { id, files, author }: PolicyVersion): void {
    for (const organisation of this.concerned(before, files)) me.must(action, { type: 'Policy', id, organisation, author });
  }

  /** Where it was, and where it will be: a file that changes its scope concerns both. */
  private concerned(before: PolicyTexts, after: PolicyTexts): readonly string[] {
    const scopes = changedFiles(before, after).flatMap((file) => [before, after].filter((each) => each.has(file)).map((each) => scopeOf(each.get(file)!)));
    const concerned = [...new Set(scopes.flatMap((scope) => this.places.of(scope)))];
    if (concerned.length === 0) throw new Refusal('access.denied', 'forbidden', { action: 'draft', type: 'Policy' });
    return concerned;
  }
} // prettier-ignore
