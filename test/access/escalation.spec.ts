import type { Desk, Answered } from '../support/desk.ts';
import { BRIEY, CARE, inDays, onProduct } from '../support/product.ts';
import { Questions } from '../support/questions.ts';
import { DOSSIERS_SECRET, engagedFile, give, LONGWY, outcome, settle, teamFile } from './place.ts';

/** Another portal of the community, with a secret of its own. */
const AGENDA = { secret: 'agenda-secret-of-more-than-thirty-two-characters', file: `
name: Agenda partagé
organisation: ${BRIEY}
kind: portal
authentication: { method: client_secret_basic, secret: { env: HABILIS_AGENDA, development: agenda-secret-of-more-than-thirty-two-characters } }
grants: [client_credentials]
scopes: ['access:evaluate', 'access:engage']
purpose: Partager les rendez-vous de la communauté.
legalBasis: public-interest
contact: support@cpts-briey.example
` }; // prettier-ignore

/** The security officer of Briey. */
let marc: Desk;
let dossiers: Questions;
const product = onProduct({ replicas: 2, files: { 'portals/agenda.yaml': AGENDA.file } }, async () => {
  const briey = ['thomas-renaud', 'isabelle-garnier', 'lucas-petit', 'amelie-roux', 'hugo-faure', 'layla-ben-youssef', 'julie-martin-a', 'julie-martin-b']; // prettier-ignore
  await settle(product, { [BRIEY]: briey, [LONGWY]: ['gilles-lambert'] });
  [marc, dossiers] = await Promise.all([product.desk('marc-lefevre'), Questions.of(product.stack, 'dossiers', DOSSIERS_SECRET)]);
});

const request = (role: string, change: object = {}) => ({ role, organisation: BRIEY, until: inDays(30), why: 'new-duties', ...change });
const grants = (account: string) => `/members/acc-${account}/grants`;
const rolesOf = async (account: string) => (await product.witness.kept(`acc-${account}`)).roles;
const refused = async (answers: readonly Promise<Answered>[]) => (await Promise.all(answers)).map(outcome);

/** Asks for a role on their own pages. @returns the request */
async function ask(persona: string, role = CARE): Promise<string> {
  const visitor = product.visitor(persona);
  const page = await visitor.enter(`${product.stack.issuer}/moi/roles/catalogue/${role}`);
  await visitor.submit(page, 'name="why"', { organisation: BRIEY, days: '30', why: 'new-duties' });
  const [row] = await product.witness.query<{ id: string }>('select id from role_request where account_id = $1 and closed_at is null', [
    `acc-${persona}`,
  ]);
  return row!.id;
}
const agree = (desk: Desk, id: string, at = 0) => desk.act(`/role-requests/${id}/answer`, { agree: true }, at);

describe('nobody gives themselves what they do not hold', () => {
  it('by granting to themselves, in whatever organisation they name', async () => {
    expect(
      await refused([
        product.sophie.act(grants('sophie-bernard'), request('security-officer')),
        product.sophie.act(grants('sophie-bernard'), request(CARE), 1),
        product.sophie.act(grants('sophie-bernard'), request(CARE, { organisation: 'org-msp-moineville' })),
        product.sophie.act(grants('sophie-bernard'), request('site-administrator', { organisation: LONGWY })),
      ]),
    ).toEqual(Array(4).fill('access.denied'));
  });

  it('by prolonging what they have, or taking it back and on again', async () => {
    const [{ id, until }] = (await product.witness.query<{ id: string; until: Date }>(
      `select id, until_at as until from role_grant where account_id = 'acc-sophie-bernard'`,
    )) as [{ id: string; until: Date }];
    const from = until.toISOString().slice(0, 10);
    expect(
      await refused([
        product.sophie.act(grants('sophie-bernard'), request('site-administrator', { until: inDays(900) })),
        product.sophie.act(grants('sophie-bernard'), request('site-administrator', { from, until: inDays(900) })),
        product.sophie.act(`${grants('sophie-bernard')}/${id}/revoke`, { why: 'mistake' }),
      ]),
    ).toEqual(['access.denied', 'request.malformed', 'access.denied']);
    expect(await rolesOf('sophie-bernard')).toEqual(['site-administrator']);
  });

  it('by approving their own request, themselves or through a second account of theirs', async () => {
    await give(product.sophie, 'acc-julie-martin-a', 'site-administrator');
    const julie = await product.desk('julie-martin-a');
    const [own, twin] = [await ask('julie-martin-a'), await ask('julie-martin-b')];
    expect(await refused([agree(julie, own), agree(julie, twin), julie.act(grants('julie-martin-b'), request(CARE), 1)])).toEqual([
      'access.denied',
      'grant.same-person',
      'grant.same-person',
    ]);
    expect(await rolesOf('julie-martin-b')).toEqual([]);
    expect(outcome(await agree(product.sophie, twin))).toBe('done');
  });

  it('by importing people: a column that names a role gives none, and one that names another organisation lets nobody in', async () => {
    const read = (csv: string) => {
      const form = { organisation: BRIEY, name: 'membres.csv', content: Buffer.from(csv).toString('base64'), dryRun: false };
      return product.sophie.act('/invitations/import', form);
    };
    const here = await read('prénom;nom;courriel;rôle;role;habilitation\nÈve;DUPLEX;eve@messagerie.example;site-administrator;site-administrator;site-administrator\n'); // prettier-ignore
    expect(here.body.lines).toMatchObject([{ name: 'Ève DUPLEX', problem: null }]);
    const given = `select role from role_grant g join account a on a.id = g.account_id where a.family_name = 'DUPLEX'`;
    expect(await product.witness.query(given)).toEqual([]);
    const there = await read(`prénom;nom;courriel;organisation\nYves;DUMULTI;yves@messagerie.example;${LONGWY}\n`);
    expect(there.body).toMatchObject({ batch: null, lines: [{ problem: 'access.denied' }] });
  });
});

describe('nobody gives more than they may', () => {
  it('neither a role that theirs does not grant, nor one that takes two, nor for longer than it lasts', async () => {
    expect(
      await refused([
        product.sophie.act(grants('hugo-faure'), request('member')),
        product.sophie.act(grants('hugo-faure'), request('account-holder')),
        product.sophie.act(grants('hugo-faure'), request('direction')),
        product.sophie.act(grants('hugo-faure'), request(CARE, { until: inDays(1_200) })),
        product.sophie.act(grants('hugo-faure'), request(CARE, { until: null })),
        marc.act(grants('hugo-faure'), request(CARE)),
      ]),
    ).toEqual(['access.denied', 'access.denied', 'grant.needs-approval', 'grant.too-long', 'grant.end-needed', 'access.denied']);
    expect(await rolesOf('hugo-faure')).toEqual([]);
  });

  it('nor in another organisation, by its name, in the address or in the form', async () => {
    expect(
      await refused([
        product.sophie.act(grants('hugo-faure'), request(CARE, { organisation: LONGWY })),
        product.sophie.act(grants('gilles-lambert'), request(CARE)),
        product.sophie.act(grants('gilles-lambert'), request(CARE, { organisation: LONGWY })),
        product.sophie.act(`${grants('hugo-faure')}?organisation=${LONGWY}`, request(CARE, { organisation: LONGWY })),
        product.sophie.act(grants('hugo-faure'), { ...request(CARE), organisation: [BRIEY, LONGWY] }),
      ]),
    ).toEqual([
      'access.denied',
      'account.unknown',
      'account.unknown',
      expect.stringMatching(/access.denied|malformed/),
      'request.malformed',
    ]);
    expect([await rolesOf('hugo-faure'), await rolesOf('gilles-lambert')]).toEqual([[], []]);
  });

  it('nor once they are suspended, or their own role was taken back: at once, at each replica', async () => {
    await give(product.sophie, 'acc-isabelle-garnier', 'site-administrator');
    const taken = await give(product.sophie, 'acc-amelie-roux', 'site-administrator');
    const [suspended, former] = [await product.desk('isabelle-garnier'), await product.desk('amelie-roux')];
    expect((await former.read('/members/acc-hugo-faure')).status).toBe(200);
    const version = await product.sophie.version('acc-isabelle-garnier');
    await product.sophie.act('/members/acc-isabelle-garnier/suspend', { organisation: BRIEY, why: 'security-incident', from: null, until: null, version }); // prettier-ignore
    await product.sophie.act(`${grants('amelie-roux')}/${taken}/revoke`, { why: 'end-of-duties' });
    for (const at of [0, 1]) {
      expect(outcome(await suspended.act(grants('hugo-faure'), request(CARE), at))).toMatch(/session|account.unknown/);
      expect(outcome(await former.act(grants('hugo-faure'), request(CARE), at))).toBe('account.unknown');
      expect((await former.read('/members/acc-hugo-faure', at)).status).toBe(404);
    }
    expect(await rolesOf('hugo-faure')).toEqual([]);
  });

  it('nor two things held apart, by granting both at once at two replicas', async () => {
    const account = 'acc-layla-ben-youssef';
    const form = { ...request('dossiers:third-party'), until: inDays(20) };
    const settled = await product.witness.holding('select 1 from account where id = $1 for update', [account], [
      () => product.sophie.act(grants('layla-ben-youssef'), form, 0),
      () => product.sophie.act(grants('layla-ben-youssef'), request(CARE), 1),
    ]); // prettier-ignore
    expect(settled.map((each) => (each.status === 'fulfilled' ? outcome(each.value) : String(each.reason))).sort()).toEqual(['done', 'grant.apart']);
    expect(await rolesOf('layla-ben-youssef')).toHaveLength(1);
  }); // prettier-ignore
});

describe('an approval', () => {
  it('is worth nothing once the request is over, and gives once', async () => {
    const late = await ask('thomas-renaud');
    await product.witness.query(`update role_request set asked_at = now() - interval '31 days', expires_at = now() - interval '1 second' where id = $1`, [late]); // prettier-ignore
    expect(outcome(await agree(product.sophie, late))).toBe('role-request.closed');
    const id = await ask('lucas-petit');
    const once = await Promise.all([agree(product.sophie, id, 0), agree(product.sophie, id, 1)]);
    expect(once.map(outcome).sort()).toEqual(['done', 'role-request.closed']);
    const [{ grant }] = (await product.witness.query<{ grant: string }>(`select id as grant from role_grant where account_id = 'acc-lucas-petit'`)) as [{ grant: string }]; // prettier-ignore
    await product.sophie.act(`${grants('lucas-petit')}/${grant}/revoke`, { why: 'mistake' });
    expect(await refused([agree(product.sophie, id, 0), agree(product.sophie, id, 1)])).toEqual([
      'role-request.closed',
      'role-request.closed',
    ]);
    expect([await rolesOf('thomas-renaud'), await rolesOf('lucas-petit')]).toEqual([[], [`${CARE} revoked`]]);
  });

  it('of a policy is another person’s', async () => {
    const { body } = await product.sophie.read('/policies');
    const current = await product.sophie.read(`/policies/${body.items.find((each: { state: string }) => each.state === 'in-force').id}`);
    const files = { ...current.body.files, dossiers: current.body.files.dossiers.replace('maxDays: 30', 'maxDays: 300') };
    const draft = await product.sophie.act('/policies', { files, why: 'new-use' });
    expect(outcome(draft)).toBe('done');
    const publish = `/policies/${draft.body.id}/publish`;
    expect(await refused([product.sophie.act(publish, {}, 0), product.sophie.act(publish, {}, 1)])).toEqual(Array(2).fill(expect.stringMatching(/policy.own-draft|access.denied/))); // prettier-ignore
    const [row] = await product.witness.query<{ count: number }>('select count(*)::int as count from policy_publication');
    expect(row!.count).toBe(1);
    await product.sophie.act(`/policies/${draft.body.id}/discard`, {});
  });
});

describe('a portal', () => {
  it('opens with an engagement the file it was told for, whatever it sends with the question', async () => {
    const claire = 'acc-claire-moreau';
    await dossiers.engage('eng-1', { subject: { type: 'person', id: claire }, resource: { type: 'PatientFile', id: 'dos-1' }, purpose: 'care' });
    expect(await dossiers.ask(engagedFile(claire, 'dos-1'), 1)).toBe('yes');
    const wrong = { 'another file': engagedFile(claire, 'dos-2'), 'a file named almost so': engagedFile(claire, 'dos-1 '), 'a person named almost so': engagedFile('ACC-claire-moreau', 'dos-1'),
      'another person': engagedFile('acc-hugo-faure', 'dos-1'), 'an id among the attributes': engagedFile(claire, 'dos-2', { id: 'dos-1' }),
      'an engagement among the attributes': engagedFile(claire, 'dos-2', { 'engagement.purposes': ['care'] }), 'another purpose': { ...engagedFile(claire, 'dos-1'), context: { purpose: 'appointment' } },
      'another instant': { ...engagedFile(claire, 'dos-2'), context: { purpose: 'care', now: '2020-01-01T00:00:00Z' } }, 'her own file': engagedFile(claire, 'dos-1', { patient: claire }),
      'another structure’s, of her team': teamFile(claire, { structure: LONGWY }), 'a role it claims for her': teamFile('acc-hugo-faure', { 'me.roles': [CARE] }) };
    const answers = await Promise.all(Object.entries(wrong).map(async ([what, question]) => [what, await dossiers.ask(question, 1)]));
    expect(answers.filter(([, answer]) => answer === 'yes')).toEqual([]);
  }); // prettier-ignore

  it('asks about its own types, with a token of its own, made for asking', async () => {
    const claire = 'acc-claire-moreau';
    const agenda = await Questions.of(product.stack, 'agenda', AGENDA.secret);
    const named = (type: string) => ({ ...teamFile(claire), resource: { ...teamFile(claire).resource, type } });
    expect(await dossiers.ask(teamFile(claire))).toBe('yes');
    expect([await agenda.ask(teamFile(claire)), await agenda.ask(named('dossiers:PatientFile')), await agenda.ask(named('Account'))]).toEqual(Array(3).fill('unknown-type')); // prettier-ignore
    await expect(agenda.engage('eng-1', { subject: { type: 'person', id: claire }, resource: { type: 'PatientFile', id: 'dos-9' }, purpose: 'care' })).rejects.toThrow('engagement.type'); // prettier-ignore
    await agenda.withdraw('eng-1');
    expect(await dossiers.ask(engagedFile(claire, 'dos-1'))).toBe('yes');
    const engaging = await Questions.of(product.stack, 'agenda', AGENDA.secret, 'access:engage');
    expect(await engaging.ask(teamFile(claire))).toBe('access.caller-unknown');
  });
});
