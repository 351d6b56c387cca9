import { createServer } from 'node:http';
import { createMongoAbility, subject } from '@casl/ability';
import pg from 'pg';

/**
 * The floor under a decision over HTTP: Node's own server, one ability kept for ever, one prepared select.
 *
 * It checks no caller's token, reads no standing and no grant, validates nothing and writes no fact: what is left is
 * what no design avoids. A process of its own, told by PORT and DATABASE_URL.
 */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

interface Question {
  readonly subject: { readonly id: string };
  readonly action: { readonly name: string };
  readonly resource: { readonly type: string; readonly properties: Record<string, unknown> };
}

const ability = createMongoAbility([
  {
    action: 'read',
    subject: 'PatientFile',
    conditions: { structure: { $in: ['org-cpts-briey', 'org-msp-moineville', 'org-cabinet-foch'] }, open: true },
  },
]);

const server = createServer((request, response) => {
  const answer = (value: object) => {
    const body = JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  };
  if (request.method === 'GET') return answer({ ready: true });
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => answer({ decision: await decide(JSON.parse(Buffer.concat(chunks).toString()) as Question) }));
});

async function decide({ subject: { id }, action, resource }: Question): Promise<boolean> {
  const { rows } = await pool.query({ name: 'who', text: 'select stage, epoch from account where id = $1', values: [id] });
  const team = resource.properties['careTeam'] as string[];
  const file = subject(resource.type, { ...resource.properties, open: rows[0]?.stage === 'open' && team.includes(id) });
  return ability.can(action.name, file);
}

server.listen(Number(process.env['PORT']), '127.0.0.1');
