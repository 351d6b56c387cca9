import net from 'node:net';
import { z } from 'zod';

/** How the texts of environment variables become values. Messages end « Attendu : … », in French. */

const MIN_SECRET = 32;
const text = z.string();
const list = (each: string) => each.split(',').map((part) => part.trim()).filter(Boolean); // prettier-ignore

export const plainText = text.min(1, 'un texte');

export const port = text.regex(/^\d{1,5}$/, 'un port entre 1 et 65535').transform(Number).refine((n) => n > 0 && n < 65_536, 'un port entre 1 et 65535'); // prettier-ignore

export const count = text.regex(/^[1-9]\d{0,3}$/, 'un nombre entre 1 et 9999').transform(Number);

export const yesNo = z.enum(['0', '1'], '0 (non) ou 1 (oui)').transform((value) => value === '1');

/** An origin only: the issuer is the root of the service, and a path or a slash would be part of every token. */
export const origin = text.refine(isOrigin, 'une adresse http(s):// sans chemin ni barre finale');

export const webAddress = text.regex(/^https?:\/\/[^\s/]/, 'une adresse http(s)://');

export const postgresUrl = text.regex(/^postgres(ql)?:\/\//, 'une adresse postgres://utilisateur:secret@hôte:5432/base');

export const smtpUrl = text.regex(/^smtps?:\/\//, 'une adresse smtp:// ou smtps://');

/** `id:secret`, newest first, as Sealer takes them. */
export const keys = text
  .transform(list)
  .pipe(
    z
      .array(z.string().regex(/^[a-z0-9-]{1,32}:.{32,}$/, `des clés « identifiant:secret », secrets d’au moins ${MIN_SECRET} caractères`))
      .min(1),
  )
  .transform((all) => all.map((each) => [each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1)] as const));

export const longSecret = text.min(MIN_SECRET, `un secret d’au moins ${MIN_SECRET} caractères`);

/** Addresses and networks, `10.0.0.0/8,fd00::/8`. */
export const networks = text.transform(list).pipe(z.array(z.string().refine(isNetwork, 'des réseaux tels que 10.0.0.0/8')));

/** What Express calls « trust proxy », without the ways to trust everyone by mistake. */
export const proxies = text
  .transform(list)
  .pipe(z.array(z.string().refine((each) => NAMED.has(each) || isNetwork(each), 'loopback, linklocal, uniquelocal ou des réseaux')));

const NAMED: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isNetwork(each: string): boolean {
  const [address = '', bits] = each.split('/');
  const family = net.isIP(address);
  return family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value;
}
