import { pbkdf2Sync, timingSafeEqual } from 'node:crypto';

/** A hash some other program made, as it is recognised. */
export type ForeignHash =
  | { readonly kind: 'argon2' }
  | { readonly kind: 'bcrypt' }
  | { readonly kind: 'pbkdf2'; readonly digest: string; readonly rounds: number; readonly salt: Buffer; readonly key: Buffer };

const ARGON2 = /^\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/;
const BCRYPT = /^\$2[aby]\$(?:0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/;
/** Django: `pbkdf2_sha256$600000$salt$base64`. */
const DJANGO = /^pbkdf2_(sha1|sha256|sha512)\$(\d{3,7})\$([^$]{1,64})\$([A-Za-z0-9+/]+=*)$/;
/** Passlib and PHC: `$pbkdf2-sha256$29000$salt$hash` or `$pbkdf2-sha256$i=29000$salt$hash`, base64 with `.` for `+`. */
const PASSLIB = /^\$pbkdf2-(sha1|sha256|sha512)\$(?:i=)?(\d{3,7})(?:,l=\d+)?\$([A-Za-z0-9./+]+)\$([A-Za-z0-9./+]+)$/;

/** What kind of hash this is; undefined for one we could not check at a sign-in. */
export function foreignHash(text: string): ForeignHash | undefined {
  if (ARGON2.test(text)) return { kind: 'argon2' };
  if (BCRYPT.test(text)) return { kind: 'bcrypt' };
  const [, djangoDigest, djangoRounds, salt, key] = DJANGO.exec(text) ?? [];
  if (djangoDigest !== undefined)
    return {
      kind: 'pbkdf2',
      digest: djangoDigest,
      rounds: Number(djangoRounds),
      salt: Buffer.from(salt!),
      key: Buffer.from(key!, 'base64'),
    };
  const [, digest, rounds, passlibSalt, passlibKey] = PASSLIB.exec(text) ?? [];
  if (digest === undefined) return undefined;
  return { kind: 'pbkdf2', digest, rounds: Number(rounds), salt: adapted(passlibSalt!), key: adapted(passlibKey!) };
}

/** Takes all of a core: for a thread of its own. */
export async function matchesForeign(plain: string, text: string, hash: ForeignHash): Promise<boolean> {
  // Seldom needed: not worth its import before.
  if (hash.kind === 'bcrypt') return (await import('bcryptjs')).compareSync(plain, text);
  if (hash.kind !== 'pbkdf2') return false;
  const { digest, rounds, salt, key } = hash;
  return timingSafeEqual(pbkdf2Sync(plain, salt, rounds, key.length, digest), key);
}

const adapted = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64');
