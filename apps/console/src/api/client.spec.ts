import { act } from './client.ts';

describe('an act', () => {
  let give: (answer: Response) => void = () => undefined;
  const given = new Promise<Response>((resolve) => (give = resolve));
  const sent: string[] = [];
  beforeAll(() => {
    globalThis.document = { documentElement: { lang: 'fr' } } as Document;
    globalThis.fetch = (path) => {
      sent.push(path as string);
      return given.then((answer) => answer.clone());
    };
  });

  it('asked again while it is being done is done once, and once more when it was done', async () => {
    const twice = [act('members/acc-1/suspend', { why: 'mistake' }), act('members/acc-1/suspend', { why: 'mistake' })];
    void act('members/acc-2/suspend', { why: 'mistake' });
    expect(sent).toEqual(['/api/console/v1/members/acc-1/suspend', '/api/console/v1/members/acc-2/suspend']);
    give(Response.json({ done: true }));
    expect(await Promise.all(twice)).toEqual([{ done: true }, { done: true }]);
    await act('members/acc-1/suspend', { why: 'mistake' });
    expect(sent).toHaveLength(3);
  });
});
