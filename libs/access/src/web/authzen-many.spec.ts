import { sql } from '@habilis/database';
import { atTheDoors, file, no, question, YES } from './testing/a-portal.ts';

const doors = atTheDoors();
const { post } = doors;

describe('a portal asks about many things', () => {
  const evaluations = [
    {},
    { resource: { type: 'PatientFile', id: 'dos-2', properties: { ...file, careTeam: [] } } },
    { subject: { type: 'person', id: 'sub-sophie' }, action: { name: 'schedule' }, context: { purpose: 'appointment' } },
    { resource: { type: 'PatientFile', id: 'dos-3', properties: { careteam: [] } } },
  ];
  const decisions = ({ body }: { body: { evaluations: { decision: boolean }[] } }) => body.evaluations.map((each) => each.decision);
  const many = (options?: object) => post('evaluations', { ...question(), evaluations, ...(options && { options }) });

  it('and is answered in order, what is said at the top holding for each', async () => {
    const answer = await many();
    expect(answer.status).toBe(200);
    expect(decisions(answer)).toEqual([true, false, true, false]);
    expect(answer.body.evaluations[1]).toEqual(no('no-need-to-know'));
    expect(answer.body.evaluations[3]).toEqual({
      decision: false,
      context: { error: { status: 400, message: expect.stringContaining('careteam') } },
    });
    expect(answer.body).not.toHaveProperty('decision');
  });

  it.each([
    ['execute_all', [true, false, true, false]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('%s stops where it should', async (semantic, expected) => {
    expect(decisions(await many({ evaluations_semantic: semantic, another_option: 'value' }))).toEqual(expected);
  });

  it('a hundred questions about one person cost one statement', async () => {
    const hundred = Array.from({ length: 100 }, (_, at) => ({ resource: { type: 'PatientFile', id: `dos-${at}`, properties: { ...file, careTeam: at % 2 ? [] : file.careTeam } } }));
    const answer = await post('evaluations', { ...question(), evaluations: hundred });
    expect(decisions(answer).filter(Boolean)).toHaveLength(50);
    expect(doors.statements).toEqual(['access.evidences']);
  }); // prettier-ignore

  it('one question at the top is one answer', async () => {
    expect((await post('evaluations', question())).body).toEqual(YES);
    expect((await post('evaluations', { ...question(), evaluations: [] })).body).toEqual(YES);
  });

  it.each([
    ['more than a thousand', { ...question(), evaluations: Array.from({ length: 1_001 }, () => ({})) }, 'evaluations'],
    ['one that lacks a subject', { ...question({ subject: undefined }), evaluations: [{ subject: { type: 'person', id: 'sub-marie' } }, {}] }, 'evaluations.1.subject'],
    ['nothing at all', {}, 'subject, action, resource'],
    ['a semantic nobody knows', { ...question(), evaluations: [{}], options: { evaluations_semantic: 'some' } }, 'options.evaluations_semantic'],
  ])('%s is malformed', async (_what, body, fields) => {
    const answer = await post('evaluations', body);
    expect([answer.status, answer.body.code, answer.body.details.fields]).toEqual([400, 'request.malformed', fields]);
  }); // prettier-ignore
});

describe('a front end asks what is worth showing', () => {
  const list = (subject: string, tag?: string, authorization = 'Bearer dossiers') =>
    doors
      .request()
      .get('/access/v1/capabilities')
      .query({ subject })
      .set({ authorization, ...(tag && { 'if-none-match': tag }) });

  it('and is told the actions of that person, type by type, without the name of any thing', async () => {
    const { body } = await list('sub-sophie').expect(200);
    expect(body.types).toEqual([
      { type: 'PatientFile', actions: [{ name: 'schedule' }] },
      {
        type: 'DirectoryEntry',
        actions: [
          { name: 'read', fields: expect.arrayContaining(['professionalPhone', 'personalPhone']) },
          { name: 'write', fields: expect.arrayContaining(['personalPhone']) },
        ],
      },
    ]);
  });

  it('and nothing of who is unknown, or whose access is not open', async () => {
    for (const subject of ['sub-far', 'sub-nobody', 'nobody']) expect((await list(subject).expect(200)).body).toEqual({ types: [] });
    await list('sub-sophie', undefined, 'Bearer nobody').expect(401);
    await doors.request().get('/access/v1/capabilities').set('authorization', 'Bearer dossiers').expect(400);
  });

  it('once, until the person’s access or the policy changes', async () => {
    const { headers } = await list('sub-soon').expect(200);
    expect(headers).toMatchObject({ etag: expect.stringMatching(/^"[\w-]{22}"$/), 'cache-control': 'private, no-cache' });
    const tag = headers['etag']!;
    expect((await list('sub-soon', tag).expect(304)).text).toBe('');
    await list('sub-sophie', tag).expect(200);
    await doors.db.query(sql('test.epoch', `update account set epoch = epoch + 1 where id = 'acc-soon'`));
    const { headers: grown } = await list('sub-soon', tag).expect(200);
    doors.clock.set('2036-03-04T00:00:00Z'); // the grant ends by itself: the epoch stays, what is listed does not
    await list('sub-soon', grown['etag']).expect(200);
  });
});
