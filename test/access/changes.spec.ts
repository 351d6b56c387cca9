import type { Desk } from '../support/desk.ts';
import { BRIEY, CARE, onProduct } from '../support/product.ts';
import { Questions, type Question } from '../support/questions.ts';
import { DOSSIERS_SECRET, engagedFile, give, settle, teamFile } from './place.ts';

let marc: Desk;
let dossiers: Questions;
const product = onProduct({ replicas: 2 }, async () => {
  await settle(product, { [BRIEY]: ['thomas-renaud', 'amelie-roux', 'hugo-faure', 'isabelle-garnier'] });
  [marc, dossiers] = await Promise.all([product.desk('marc-lefevre'), Questions.of(product.stack, 'dossiers', DOSSIERS_SECRET)]);
});

/** One question, and what became of its answer: when it ceased to be yes, and which replica said so; -1 when the clock did. */
interface Watched {
  readonly question: Question;
  readonly answers: { readonly at: number; readonly sent: number; readonly said: string }[];
  ended?: { readonly at: number; readonly when: number };
}

const REPLICAS = [0, 1];
/** How long after the acknowledgement another replica may still say yes. */
const A_SECOND = 1_000;

const watched = (question: Question): Watched => ({ question, answers: [] });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (what: () => boolean) => {
  for (const end = Date.now() + 40_000; !what(); await pause(10)) if (Date.now() > end) throw new Error('waited in vain');
};

/** A yes to a question that was sent when everyone had to know better: compared by its own instant, however slow the machine. */
const wrong = ({ answers, ended }: Watched) =>
  answers.filter(({ at, sent, said }) => said === 'yes' && sent > ended!.when + ([at, -1].includes(ended!.at) ? 0 : A_SECOND));

it('never says yes a second after a change, nor at all where it was acknowledged, however many ask meanwhile', async () => {
  await give(product.sophie, 'acc-hugo-faure', CARE);
  const expiring = await give(product.sophie, 'acc-thomas-renaud', CARE);
  await give(product.sophie, 'acc-isabelle-garnier', CARE);
  await give(product.sophie, 'acc-amelie-roux', CARE);
  await dossiers.engage('eng-ends', { subject: { type: 'person', id: 'acc-isabelle-garnier' }, resource: { type: 'PatientFile', id: 'dos-1' }, purpose: 'care' }); // prettier-ignore
  const { files } = (await product.sophie.read(`/policies/${(await inForce()).id}`)).body as { files: Record<string, string> };
  const narrower = { ...files, dossiers: files['dossiers']!.replace('purposes: [care, coordination]', 'purposes: [care]') };
  const draft = (await product.sophie.act('/policies', { files: narrower, why: 'narrowing' })).body.id as string;

  const policy = watched({ ...teamFile('acc-amelie-roux'), context: { purpose: 'coordination' } });
  const suspension = watched(teamFile('acc-hugo-faure'));
  const expiry = watched(teamFile('acc-thomas-renaud'));
  const engagement = watched(engagedFile('acc-isabelle-garnier', 'dos-1'));
  const all = [policy, suspension, expiry, engagement];

  let asking = true;
  const askers = all.flatMap((each) => REPLICAS.map((at) => keepAsking(each, at, () => asking)));
  try {
    await until(() => all.every(({ answers }) => REPLICAS.every((at) => answers.some((each) => each.at === at && each.said === 'yes'))));
    await acknowledged(engagement, 0, () => dossiers.withdraw('eng-ends', 0));
    const version = await product.sophie.version('acc-hugo-faure');
    await acknowledged(suspension, 1, () => done(product.sophie, '/members/acc-hugo-faure/suspend', { organisation: BRIEY, why: 'suspected-misuse', from: null, until: null, version }, 1)); // prettier-ignore
    await unheard(() => acknowledged(policy, 0, () => done(marc, `/policies/${draft}/publish`, {}, 0)));
    const when = Date.now() + 500;
    await product.witness.query('update role_grant set until_at = $2 where id = $1', [expiring, new Date(when)]);
    expiry.ended = { at: -1, when };
    await until(() => all.every((each) => REPLICAS.every((at) => after(each, at).length >= 5)));
  } finally {
    asking = false;
    await Promise.all(askers);
  }
  expect(all.map(wrong)).toEqual([[], [], [], []]);
  expect(all.map(({ answers }) => new Set(answers.map(({ said }) => said)))).toEqual([
    new Set(['yes', 'no-need-to-know']),
    new Set(['yes', 'standing']),
    new Set(['yes', 'no-role']),
    new Set(['yes', 'no-need-to-know']),
  ]);
}, 60_000);

/** Cuts the links by which replicas hear of changes, faster than they make them anew, for two seconds. */
const DEAFEN = `do $$ begin
  for nth in 1..1500 loop
    perform pg_stat_clear_snapshot();
    perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'habilis-listen';
    perform pg_sleep(0.001);
    exit when clock_timestamp() > now() + interval '2 seconds';
  end loop;
end $$`;

/** Nobody hears of the change: what each replica does by itself has to be enough. */
async function unheard(change: () => Promise<void>): Promise<void> {
  await Promise.all([product.witness.query(DEAFEN), pause(200).then(change)]);
}

async function inForce() {
  const { body } = await product.sophie.read('/policies');
  return (body.items as { id: string; state: string }[]).find(({ state }) => state === 'in-force')!;
}

async function keepAsking({ question, answers }: Watched, at: number, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const sent = Date.now();
    answers.push({ at, sent, said: await dossiers.ask(question, at) });
    await pause(5);
  }
}

/** The answers to what was asked once a replica had no excuse left. */
const after = ({ answers, ended }: Watched, at: number) => answers.filter((each) => each.at === at && each.sent > ended!.when + A_SECOND);

async function acknowledged(what: Watched, at: number, change: () => Promise<unknown>): Promise<void> {
  await change();
  what.ended = { at, when: Date.now() };
}

async function done(desk: Desk, address: string, form: object, at: number): Promise<void> {
  const { status, body } = await desk.act(address, form, at);
  if (status !== 200) throw new Error(JSON.stringify(body));
}
