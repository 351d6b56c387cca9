import { readFileSync } from 'node:fs';
import { foreignHash } from '@habilis/credentials';
import { PgIdentifiers, PgImportedPasswords } from '@habilis/credentials/pg';
import { openDatabase } from '@habilis/database';
import { Refusal, SystemClock } from '@habilis/kernel';
import type { Environment } from '@habilis/settings';
import { parse } from 'csv-parse/sync';
import { Misuse } from './misuse.ts';

const USAGE = 'Usage : import-passwords <fichier.csv>, colonnes compte;identifiant;empreinte';

/**
 * Takes over passwords that another program hashed: argon2, bcrypt, PBKDF2. Each is hashed anew at its first sign-in.
 *
 * `node apps/iam/dist/main.js import-passwords empreintes.csv`. A password already here is left as it is; a line that
 * cannot be taken is said by its number, without what it holds.
 *
 * @fr reprise des mots de passe
 */
export async function importPasswords(env: Environment, [file]: readonly string[]): Promise<void> {
  if (file === undefined) throw new Misuse(USAGE);
  // Semicolons alone: the parameters of an argon2 hash are set apart by commas.
  const lines: string[][] = parse(readFileSync(file), { bom: true, delimiter: ';', from_line: 2, relax_column_count: true, trim: true });
  const db = await openDatabase(env.DATABASE_URL, { poolSize: 2 }); // a look beside the transaction
  const clock = new SystemClock();
  const imported = new PgImportedPasswords(db, new PgIdentifiers(db, clock), clock);
  const left: string[] = [];
  try {
    for (const [at, [account = '', identifier = '', phc = '']] of lines.entries()) {
      const taken = foreignHash(phc) !== undefined && (await imported.take(account, identifier, phc).catch(refusedOnly));
      if (!taken) left.push(String(at + 2));
    }
  } finally {
    await db.close();
  }
  process.stdout.write(
    `${lines.length - left.length} mots de passe repris.${left.length > 0 ? ` Lignes laissées : ${left.join(', ')}.` : ''}\n`,
  );
}

function refusedOnly(error: unknown): false {
  if (error instanceof Refusal) return false;
  throw error;
}
