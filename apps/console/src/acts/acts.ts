import type { ConsoleAct, Organisation } from '../api/types.ts';

/** An act that an administrator has begun, on whom, and what is already known of it. */
export interface Doing {
  readonly act: ConsoleAct;
  readonly account: string;
  readonly version: number;
  readonly name: string;
  /** Where the act can be done; the first one is proposed. */
  readonly organisations: readonly Organisation[];
  readonly organisation?: string;
  /** Whether it may also be done to the whole account, at once in every organisation. */
  readonly everywhere?: boolean;
  /** The hold that is lifted, the grant that is revoked, the organisation that is not left. */
  readonly on?: string;
  /** What had been answered when it was put aside. */
  readonly answers?: Answers;
}

/** What has been answered so far. Days are days in Paris; an empty text is an answer not given. */
export interface Answers {
  readonly organisation: string;
  readonly role: string;
  readonly from: string;
  readonly until: string;
  readonly why: string;
}

export type Question = 'organisation' | 'role' | 'from' | 'until' | 'on' | 'grant-until';

interface Act {
  readonly path: (doing: Doing) => string;
  readonly asks: readonly Question[];
  readonly form: (doing: Doing, answers: Answers) => object;
  readonly tone: 'plain' | 'danger';
}

/** The answer « everywhere » to the question of an organisation. */
export const EVERYWHERE = 'everywhere';

const member = ({ account }: Doing) => `members/${account}`;
const orNull = (text: string) => text || null;
const place = ({ version }: Doing, { organisation, why }: Answers) => ({ organisation, why, version });
const period = (doing: Doing, answers: Answers) => ({
  ...place(doing, answers),
  organisation: answers.organisation === EVERYWHERE ? null : answers.organisation,
  from: orNull(answers.from),
  until: orNull(answers.until),
});

/** Every act of the console: where it goes, what it asks, and the form it sends. */
// prettier-ignore
export const ACTS: Readonly<Record<ConsoleAct, Act>> = {
  approve:   { path: (on) => `${member(on)}/approve`,   tone: 'plain',  asks: ['organisation'],                  form: place },
  refuse:    { path: (on) => `${member(on)}/refuse`,    tone: 'danger', asks: ['organisation'],                  form: place },
  suspend:   { path: (on) => `${member(on)}/suspend`,   tone: 'danger', asks: ['organisation', 'from', 'until'], form: period },
  absence:   { path: (on) => `${member(on)}/absence`,   tone: 'plain',  asks: ['organisation', 'from', 'until'], form: period },
  departure: { path: (on) => `${member(on)}/departure`, tone: 'danger', asks: ['organisation', 'on'],            form: (on, all) => ({ ...place(on, all), on: orNull(all.from) }) },
  stay:      { path: (on) => `${member(on)}/departure/cancel`, tone: 'plain', asks: ['organisation'],            form: (on, all) => ({ ...place(on, all), organisation: on.on ?? all.organisation }) },
  lift:      { path: (on) => `${member(on)}/holds/${on.on}/lift`, tone: 'plain', asks: [],                       form: ({ version }, { why }) => ({ why, version }) },
  grant:     { path: (on) => `${member(on)}/grants`,    tone: 'plain',  asks: ['organisation', 'role', 'grant-until'], form: (_, { organisation, role, until, why }) => ({ organisation, role, until: orNull(until), why }) },
  revoke:    { path: (on) => `${member(on)}/grants/${on.on}/revoke`, tone: 'danger', asks: [],                   form: (_, { why }) => ({ why }) },
};

/** Whether enough is answered to say what would happen. A reason changes nothing of it. */
export const complete = ({ act }: Doing, answers: Answers) =>
  ACTS[act].asks.every((each) => (each === 'organisation' || each === 'role' ? answers[each] !== '' : true));
