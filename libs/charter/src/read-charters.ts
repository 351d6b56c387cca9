import { Refusal, type Caller, type Clock } from '@habilis/kernel';
import { inForce, type CharterText } from './charter.ts';
import type { CharterStore } from './ports.ts';
import { NOBODY, type Answered, type Uptake } from './uptake.ts';

/** A version in its organisation's history. */
export interface VersionLine extends Omit<CharterText, 'body'>, Answered {
  readonly state: 'coming' | 'in-force' | 'replaced';
}

/** One organisation's charter: its versions, the latest first, and how far it has been accepted. */
export interface CharterLine extends Omit<Uptake, 'answered'> {
  readonly versions: readonly VersionLine[];
}

/**
 * Reads the charters of the organisations one answers for, and how many people have accepted them.
 *
 * @fr suivi des chartes
 * @source CPAM13.2.2
 */
export class ReadCharters {
  constructor(
    private readonly charters: CharterStore,
    private readonly clock: Clock,
  ) {}

  /** Every organisation whose charters the caller may read, also those that have none yet. */
  async run(me: Caller): Promise<CharterLine[]> {
    const organisations = me.organisationsFor('read', 'Charter');
    const now = this.clock.now();
    const uptakes = await this.charters.uptake(organisations, now);
    return Promise.all(
      uptakes.map(async ({ answered, ...uptake }) => {
        const versions = await this.charters.versions(uptake.organisation);
        const current = inForce({ versions }, now);
        return { ...uptake, versions: versions.map((each) => versionLine(each, current, answered.get(each.version) ?? NOBODY)).reverse() };
      }),
    );
  }

  /** How many people a version would be owed by. */
  async members(me: Caller, organisation: string): Promise<number> {
    if (!me.can('read', { type: 'Charter', id: organisation, organisation })) return 0;
    return (await this.charters.uptake([organisation], this.clock.now()))[0]?.members ?? 0;
  }

  /** @throws Refusal `charter.unknown` (unknown) also for the charter of an organisation one does not answer for */
  async text(me: Caller, organisation: string, version: number): Promise<CharterText> {
    const mine = me.can('read', { type: 'Charter', id: organisation, organisation });
    const text = mine ? await this.charters.text(organisation, version) : undefined;
    if (!text) throw new Refusal('charter.unknown', 'unknown', { organisation, version });
    return text;
  }
}

function versionLine({ body: _body, ...text }: CharterText, current: number | undefined, answered: Answered): VersionLine {
  const state = text.version === current ? 'in-force' : current === undefined || text.version > current ? 'coming' : 'replaced';
  return { ...text, ...answered, state };
}
