import { sql } from '@habilis/database';
import { factsOf } from '../pg/testing/rows.ts';
import { about, atTheDoors, file, no, NOW, question, YES } from './testing/a-portal.ts';

const doors = atTheDoors();
const { ask, post } = doors;

const HOLD = sql(
  'test.hold',
  `insert into hold (id, account_id, kind, from_at, why, by_id) values ('hold-1', 'acc-marie', 'suspension', '2036-01-01', 'x', 'x')`,
);
const LIFT = sql('test.lift', `update hold set lifted_at = '2036-01-02'`);
const CHARTER = sql(
  'test.charter',
  `insert into charter_version (organisation_id, version, title, body, sha256, published_at, effective_at)
   values ('org-other', 1, 't', 'b', 's', '2036-01-01', $1)`,
);
describe('a portal asks about one thing', () => {
  it('and is told yes, from one statement once the tree of organisations is known', async () => {
    await ask();
    doors.statements.length = 0;
    const { status, body, headers } = await ask().set('x-request-id', 'bfe9eb29-ab87');
    expect([status, body]).toEqual([200, YES]);
    expect(headers).toMatchObject({
      'x-request-id': 'bfe9eb29-ab87',
      'cache-control': 'no-store',
      'content-type': expect.stringContaining('application/json'),
    });
    expect(doors.statements).toEqual(['access.evidence']);
  });

  const writing = { action: { name: 'write' } };
  const sophie = { subject: { type: 'person', id: 'sub-sophie' } };
  const booking = { ...sophie, action: { name: 'schedule' }, context: { purpose: 'appointment' } };
  it.each([
    ['the file is not of her care team', about({ careTeam: ['sub-paul'] }), 'no-need-to-know'],
    ['the file names no care team', about({ careTeam: null }), 'no-need-to-know'],
    ['the care has not begun', about({ careFrom: '2036-03-03T08:00:01Z' }), 'no-need-to-know'],
    ['the care is over', about({ careUntil: NOW }), 'no-need-to-know'],
    ['the file is kept elsewhere', about({ structure: 'org-other' }), 'no-need-to-know'],
    ['no purpose is declared', { context: {} }, 'no-need-to-know'],
    ['there is no context', { context: undefined }, 'no-need-to-know'],
    ['the purpose is not one', { context: { purpose: 'curiosity' } }, 'no-need-to-know'],
    ['the purpose does not justify writing', { ...writing, context: { purpose: 'coordination' } }, 'no-need-to-know'],
    ['the portal says what time it is', { ...about({ careUntil: NOW }), context: { purpose: 'care', now: '2030-01-01T00:00:00Z', time: '2030-01-01T00:00:00Z' } }, 'no-need-to-know'],
    ['it is her own file', about({ patient: 'sub-marie' }), 'separation'],
    ['a secretary reads', sophie, 'no-role'],
    ['a secretary books in another structure', { ...booking, ...about({ structure: 'org-cabinet' }) }, 'no-need-to-know'],
    ['a member has no role', { subject: { type: 'person', id: 'sub-member' } }, 'no-role'],
    ['the person does not exist', { subject: { type: 'person', id: 'sub-ghost' } }, 'standing'],
    ['the portal does not know the person', { subject: { type: 'person', id: 'acc-marie' } }, 'standing'],
    ['the subject is not a person', { subject: { type: 'robot', id: 'sub-marie' } }, 'standing'],
    ['the person belongs elsewhere', { subject: { type: 'person', id: 'sub-far' } }, 'standing'],
    ['the action is not done to it', { action: { name: 'manage' } }, 'unknown-type'],
    ['the type is nobody’s', { resource: { type: 'all', id: 'x' } }, 'unknown-type'],
    ['the type is ours', { resource: { type: 'Account', id: 'acc-paul', properties: { organisation: 'org-cpts' } } }, 'unknown-type'],
    ['the type is named past the portal', { resource: { type: 'dossiers:PatientFile', id: 'dos-1' } }, 'unknown-type'],
  ] as [string, Record<string, unknown>, string][])('and is told no when %s', async (_what, change, reason) => {
    const { status, body } = await ask(change);
    expect([status, body]).toEqual([200, no(reason)]);
  }); // prettier-ignore

  it('a secretary books for the patients of her own structure', async () => {
    expect((await ask(booking)).body).toEqual(YES);
  });

  it('a file of hers is not hers when it names another as the patient', async () => {
    expect((await ask(about({ patient: 'sub-paul' }))).body).toEqual(YES);
  });

  it('another portal has no files of that name', async () => {
    expect((await ask({}, 'Bearer other-portal')).body).toEqual(no('unknown-type'));
  });

  it('a portal of another organisation does not profit from what was granted here', async () => {
    expect((await ask({}, 'Bearer elsewhere')).body).toEqual(no('standing'));
  });

  it('a grant ends at its instant', async () => {
    const soon = { subject: { type: 'person', id: 'sub-soon' } };
    doors.clock.set('2036-03-03T23:59:59.999Z');
    expect((await ask(soon)).body).toEqual(YES);
    doors.clock.set('2036-03-04T00:00:00Z');
    expect((await ask(soon)).body).toEqual(no('no-role'));
  });

  it('a hold is felt by the next question', async () => {
    await doors.db.query(HOLD);
    expect((await ask()).body).toEqual(no('standing'));
    await doors.db.query(LIFT);
    expect((await ask()).body).toEqual(YES);
  });

  it('a charter is owed from its instant, at the doors of its organisation', async () => {
    await doors.db.query(CHARTER, [NOW]);
    const far = { subject: { type: 'person', id: 'sub-far' }, ...about({ structure: 'org-other' }) };
    doors.clock.set('2036-03-03T07:59:59.999Z');
    expect((await ask(far, 'Bearer elsewhere')).body).toEqual(YES);
    doors.clock.set(NOW);
    expect((await ask(far, 'Bearer elsewhere')).body).toEqual(no('charter'));
    expect((await ask()).body).toEqual(YES);
  });
});

describe('a portal asks about one field', () => {
  const entry = { type: 'DirectoryEntry', id: 'entry-1', properties: { organisation: 'org-cpts', person: 'sub-sophie' } };
  const about = (field?: unknown) => ask({ action: { name: 'read', ...(field !== undefined && { properties: { field } }) }, resource: entry }); // prettier-ignore

  it('and is answered about that one alone', async () => {
    expect((await about('professionalPhone')).body).toEqual(YES);
    expect((await about('personalPhone')).body).toEqual(no('no-need-to-know'));
    expect((await about()).body).toEqual(no('no-need-to-know'));
    expect((await about('shoeSize')).body).toEqual(no('unknown-type'));
    expect((await about(['personalPhone'])).status).toBe(400);
  });
});

describe('what is not a question', () => {
  const problem = (code: string) => expect.objectContaining({ type: `urn:habilis:refusal:${code}`, code, detail: expect.any(String) });

  it.each([undefined, 'Basic ZG9zc2llcnM6eA==', 'Bearer nobody', 'Bearer '])(
    'from %s is answered 401, whatever it asks',
    async (authorization) => {
      const call = doors.request().post('/access/v1/evaluation').set('x-request-id', 'r-1').send({ nonsense: true });
      const { status, body, headers } = await (authorization ? call.set('authorization', authorization) : call);
      expect([status, headers['www-authenticate'], headers['x-request-id']]).toEqual([401, 'Bearer', 'r-1']);
      expect(body).toEqual(problem('access.caller-unknown'));
      expect(doors.statements).toEqual([]);
    },
  );

  it.each([
    ['nothing', {}],
    ['a list', []],
    ['no subject', { subject: undefined }],
    ['a subject without id', { subject: { type: 'person' } }],
    ['a subject that is a text', { subject: 'sub-marie' }],
    ['an id that is a number', { subject: { type: 'person', id: 1 } }],
    ['an endless id', { subject: { type: 'person', id: 'x'.repeat(301) } }],
    ['an action that is a list', { action: [{ name: 'read' }] }],
    ['a field nobody knows', { subjects: [] }],
    ['a field of the resource nobody knows', { resource: { type: 'PatientFile', id: 'dos-1', attributes: {} } }],
    ['properties that are a list', { resource: { type: 'PatientFile', id: 'dos-1', properties: [] } }],
    ['properties that name the type', { resource: { type: 'PatientFile', id: 'dos-1', properties: { type: 'Account' } } }],
    ['a zero in an id', { subject: { type: 'person', id: 'sub-\u0000' } }],
  ])('%s is malformed', async (_what, change) => {
    const sent = Array.isArray(change) || Object.keys(change).length === 0 ? change : question(change);
    const { status, body, headers } = await post('evaluation', sent);
    expect([status, headers['content-type']]).toEqual([400, expect.stringContaining('application/problem+json')]);
    expect(body).toEqual(problem('request.malformed'));
  });

  it.each([
    ['is not declared', { careteam: ['sub-marie'] }, 'careteam'],
    ['is of another kind', { careTeam: 'sub-marie' }, 'careTeam'],
    ['is an operator', { careTeam: { $in: ['sub-marie'] } }, 'careTeam'],
    ['is an instant without offset', { careUntil: '2036-03-09T00:00:00' }, 'careUntil'],
    ['is markup', { '<b>': 1 }, '?b?'],
  ])('an attribute that %s is refused by its name', async (_what, properties, name) => {
    const { status, body } = await post(
      'evaluation',
      JSON.stringify(question({ resource: { type: 'PatientFile', id: 'dos-1', properties } })),
    );
    expect([status, body]).toEqual([400, problem('access.attributes')]);
    expect(body.details).toEqual({ fields: name });
  });

  it('a purpose of another kind is refused, what else the context says is not looked at', async () => {
    expect((await ask({ context: { purpose: ['care'] } })).body).toMatchObject({
      code: 'access.attributes',
      details: { fields: 'context.purpose' },
    });
    expect((await ask({ context: { purpose: 'care', ip: '10.0.0.1', schema: {} } })).body).toEqual(YES);
  });

  it('a prototype brings no attribute', async () => {
    const sent = JSON.stringify(question({ resource: { type: 'PatientFile', id: 'dos-1', properties: {} } }));
    const { body } = await post('evaluation', sent.replace('"properties":{}', `"properties":{"__proto__":${JSON.stringify(file)}}`));
    expect(body).toEqual(no('no-need-to-know'));
  });

  it('JSON that is none, and a body too large, are answered without a stack', async () => {
    expect((await post('evaluation', '{"subject":')).status).toBe(400);
    const large = await post('evaluation', question(about({ careTeam: Array.from({ length: 30_000 }, () => 'sub-marie') })));
    expect([large.status, large.body]).toEqual([413, problem('request.too-large')]);
  });
});

describe('the epoch of an answer', () => {
  const epochOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).body.context.epoch as string;
  const GROW = sql('test.grow', `select grow_epoch('acc-marie')`);

  it('is the same for a yes and a no about one person, and another for another', async () => {
    const epoch = await epochOf();
    expect(await epochOf(about({ careTeam: [] }))).toBe(epoch);
    expect(await epochOf({ subject: { type: 'person', id: 'sub-soon' } })).not.toBe(epoch);
  });

  it('changes with what narrows the person’s access', async () => {
    const epoch = await epochOf();
    await doors.db.query(GROW);
    expect(await epochOf()).not.toBe(epoch);
  });
});

describe('what is known of it', () => {
  it('a no is a fact about the person, without the attributes or the id of the thing', async () => {
    await doors.denials.flush();
    const before = (await factsOf(doors.db)).length;
    await ask({
      ...about({ careTeam: ['sub-paul'] }),
      resource: { type: 'PatientFile', id: 'dos-secret', properties: { ...file, careTeam: ['sub-paul'] } },
    });
    await ask(about({ patient: 'sub-marie' }));
    await ask({ subject: { type: 'person', id: 'sub-ghost' } });
    await ask();
    await doors.denials.flush();
    const facts = (await factsOf(doors.db)).slice(before);
    const common = { what: 'decision.denied', by: 'client:dossiers', organisation: 'org-cpts', source: 'CPAM13.4.1' };
    const details = { action: 'read', type: 'PatientFile', thing: expect.stringMatching(/^[\w-]{22}$/), policy: expect.any(String) };
    expect(facts).toEqual([
      { ...common, on: 'acc-marie', why: 'no-need-to-know', details },
      { ...common, on: 'acc-marie', why: 'separation', details: { ...details, rule: 'dossiers/never-ones-own-file' } },
      { ...common, on: 'client:dossiers', why: 'standing', details: { ...details, subject: expect.stringMatching(/^[\w-]{22}$/) } },
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/dos-|sub-/);
  });

  it('portals find the addresses by themselves', async () => {
    const { body } = await doors.request().get('/.well-known/authzen-configuration');
    expect(body).toEqual({
      policy_decision_point: 'https://habilis.example.fr',
      access_evaluation_endpoint: 'https://habilis.example.fr/access/v1/evaluation',
      access_evaluations_endpoint: 'https://habilis.example.fr/access/v1/evaluations',
      search_subject_endpoint: 'https://habilis.example.fr/access/v1/search/subject',
      search_resource_endpoint: 'https://habilis.example.fr/access/v1/search/resource',
      search_action_endpoint: 'https://habilis.example.fr/access/v1/search/action',
    });
  });
});
