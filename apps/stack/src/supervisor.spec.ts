import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Part } from './plan.ts';
import { Supervisor, type PartEnded } from './supervisor.ts';

/** Answers on PORT, writes down when it is asked to end, and dies when `/die` is asked. */
const PROGRAM = `
  import http from 'node:http';
  import { appendFileSync } from 'node:fs';
  const { PORT, NAME, NOTES } = process.env;
  http.createServer((req, res) => { if (req.url === '/die') process.exit(3); res.end(NAME); }).listen(Number(PORT), '127.0.0.1');
  process.on('SIGTERM', () => { appendFileSync(NOTES, NAME + ' '); process.exit(0); });
  console.log('the log of ' + NAME);
`;

describe('the supervisor', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'habilis-supervisor-'));
  const program = path.join(folder, 'program.mjs');
  const notes = path.join(folder, 'notes');
  const ended: PartEnded[] = [];
  const supervisor = new Supervisor(folder, [], (error) => void ended.push(error));

  const part = async (id: string): Promise<Part> => {
    const port = await freePort();
    const env = { PORT: String(port), NAME: id, NOTES: notes };
    return { id, label: id, program: [program], env, readyAt: `http://127.0.0.1:${port}/`, sources: [] };
  };
  const ask = (of: Part, where = '') => fetch(`${of.readyAt}${where}`).then((res) => res.text(), () => 'nobody'); // prettier-ignore

  beforeAll(() => {
    writeFileSync(program, PROGRAM);
    writeFileSync(notes, '');
  });
  afterAll(() => supervisor.stopAll());

  it('says a part has started once it answers, and starts it anew on demand', async () => {
    const one = await part('one');
    await supervisor.start(one);
    expect(await ask(one)).toBe('one');
    await supervisor.restart(one);
    expect(await ask(one)).toBe('one');
    expect(ended).toEqual([]);
  });

  it('tells of a part that ends by itself, with the end of its log', async () => {
    const two = await part('two');
    await supervisor.start(two);
    await ask(two, 'die');
    await until(() => ended.length === 1);
    expect(ended[0]!.message).toMatch(/two s’est arrêté \(code 3\).*the log of two/s);
  });

  it('tells of a part that never comes up', async () => {
    await supervisor.start({ ...(await part('three')), program: [path.join(folder, 'absent.mjs')] });
    await until(() => ended.length === 2);
    expect(ended[1]!.message).toContain('absent.mjs');
  });

  it('ends the last started first, and starts nothing after that', async () => {
    const four = await part('four');
    await supervisor.start(four);
    writeFileSync(notes, '');
    await supervisor.stopAll();
    expect(readFileSync(notes, 'utf8')).toBe('four one ');
    expect(ended).toHaveLength(2);
    await supervisor.start(four);
    expect(await ask(four)).toBe('nobody');
  });
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
}
