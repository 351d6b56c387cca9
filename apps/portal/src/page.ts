import type { Decision } from '@habilis/guard';
import { type PatientFile, PURPOSES, type Purpose } from './files.ts';
import type { Person } from './sessions.ts';
export { stylesheet } from './stylesheet.ts';

/** HTML that is already safe; everything else that goes into a template is escaped. */
class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[] | false | undefined;

function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.map((text, at) => text + written(parts[at])).join(''));
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(title: string, content: Html, person?: Person): string {
  return html`<!doctype html>
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Dossiers partagés</title>
        <link rel="stylesheet" href="/portal.css" />
      </head>
      <body>
        <a class="skip" href="#content">Aller au contenu</a>
        <header>
          <p class="name">Dossiers partagés</p>
          <p class="note">Portail d’exemple : patients et professionnels fictifs</p>
          ${person && html`<form method="post" action="/sign-out"><button class="plain">Se déconnecter</button></form>`}
        </header>
        <main id="content" tabindex="-1">
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}

export const welcomePage = () =>
  page(
    'Bienvenue',
    html`<p>Ce portail délègue la connexion et les droits à Habilis.</p>
      <p><a class="button" href="/sign-in">Se connecter</a></p>`,
  );

export const signedOutPage = () =>
  page(
    'Vous êtes déconnecté',
    html`<p>Sur un poste partagé, fermez aussi le navigateur.</p>
      <p><a class="button" href="/sign-in">Se reconnecter</a></p>`,
  );

export const problemPage = (title: string, text: string) =>
  page(
    title,
    html`<p role="alert">${text}</p>
      <p><a class="button" href="/sign-in">Se connecter</a> <a href="/">Revenir à l’accueil</a></p>`,
  );

/** Who came in, at what level, and each file with the answer Habilis gave for it. */
export function filesPage(person: Person, files: readonly PatientFile[], decisions: readonly Decision[], purpose: Purpose): string {
  const rows = files.map((file, at) => row(file, decisions[at]!, purpose));
  return page(
    'Dossiers des patients',
    html`${whoCameIn(person)}
      <form class="purpose" method="get" action="/">
        <label for="purpose">Motif d’accès</label>
        <select id="purpose" name="purpose">
          ${Object.entries(PURPOSES).map(([value, label]) => (value === purpose ? html`<option value="${value}" selected>${label}</option>` : html`<option value="${value}">${label}</option>`))}
        </select>
        <button class="plain">Appliquer</button>
      </form>
      <p><a href="/list">Liste à imprimer</a></p>
      <ul class="files">
        ${rows}
      </ul>`,
    person,
  );
}

/** A file that stays closed goes by its number: that someone is a patient is already something to need to know. */
function row(file: PatientFile, { allowed, says }: Decision, purpose: Purpose): Html {
  const verdict = allowed
    ? html`<p class="verdict yes"><span aria-hidden="true">✓</span> Accès autorisé</p>
        <a href="/files/${file.id}?purpose=${purpose}">Ouvrir le dossier de ${file.patient}</a>`
    : html`<p class="verdict no"><span aria-hidden="true">✕</span> Accès refusé</p>
        <p>${sentence(says)}</p>`;
  return html`<li id="${file.id}" data-allowed="${String(allowed)}">
    <h2>${allowed ? file.patient : `Dossier ${file.id}`}</h2>
    <p class="note">${file.id} · ${STRUCTURES[file.structure] ?? file.structure}</p>
    ${verdict}
  </li>`;
}

const sentence = (says: Decision['says']) => says?.['fr'] ?? 'Le service n’a pas donné de motif.';

export function filePage(person: Person, file: PatientFile, { allowed, says }: Decision): string {
  const content = allowed
    ? html`<p>Né(e) en ${file.born}.</p>
        <p>${file.note}</p>`
    : html`<p role="alert">Accès refusé. ${sentence(says)}</p>`;
  return page(
    allowed ? file.patient : `Dossier ${file.id}`,
    html`${content}
      <p><a href="/">Revenir à la liste</a></p>`,
    person,
  );
}

/** What one may read, on one sheet of paper. */
export const listPage = (person: Person, files: readonly PatientFile[]) =>
  page(
    'Liste à imprimer',
    html`<p class="note">${text(person.claims['name']) || person.sub}, identifié(e) de nouveau le ${instant(person.recognised.authTime)}</p>
      ${files.length === 0 && html`<p>Aucun dossier ne vous est ouvert.</p>`}
      <ul class="files">
        ${files.map(
          ({ id, patient, born, note }) =>
            html`<li>
              <h2>${patient}</h2>
              <p class="note">${id} · né(e) en ${born}</p>
              <p>${note}</p>
            </li>`,
        )}
      </ul>
      <p><a href="/">Revenir à la liste</a></p>`,
    person,
  );

const STRUCTURES: Readonly<Record<string, string>> = {
  'org-cpts-briey': 'CPTS du Pays de Briey',
  'org-msp-moineville': 'MSP de Moineville',
  'org-cabinet-foch': 'Cabinet Foch',
};

// prettier-ignore
const LEVELS: Readonly<Record<string, string>> = { eidas1: 'faible', eidas2: 'substantiel', eidas3: 'élevé', 'urn:habilis:acr:two-factor': 'deux facteurs', 'urn:habilis:acr:phishing-resistant': 'clé d’accès' };
// prettier-ignore
const FACTORS: Readonly<Record<string, string>> = {
  sc: 'carte à puce', swk: 'application mobile', hwk: 'clé de sécurité', pin: 'code secret', pwd: 'mot de passe', otp: 'code à usage unique', mfa: 'plusieurs facteurs',
};

/** The level is what the portal may rely on: it says how far the rest can be believed. */
function whoCameIn({ sub, claims }: Person): Html {
  const { name, profession, activity, acr, amr, auth_time: at } = claims;
  const factors = Array.isArray(amr) ? amr.map((each) => FACTORS[String(each)] ?? String(each)).join(', ') : '';
  const lines: [string, string][] = [
    ['Vous êtes', text(name) || sub],
    ['Profession', professions(profession)],
    ['Activité', labelOf(activity)],
    ['Niveau d’authentification', [LEVELS[String(acr)] ?? text(acr), factors].filter(Boolean).join(' : ')],
    ['Authentification', instant(at)],
  ];
  return html`<dl>
    ${lines
      .filter(([, value]) => value)
      .map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
}

const instant = (seconds: unknown) => (typeof seconds === 'number' ? PARIS.format(new Date(seconds * 1000)) : '');
const PARIS = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' });

// prettier-ignore
const PROFESSIONS: Readonly<Record<string, string>> = {
  '10': 'Médecin', '21': 'Pharmacien', '40': 'Chirurgien-dentiste', '50': 'Sage-femme', '60': 'Infirmier', '70': 'Masseur-kinésithérapeute', '80': 'Pédicure-podologue',
};

const text = (claim: unknown): string => (typeof claim === 'string' ? claim : '');
const labelOf = (claim: unknown): string => text(Object(claim)['label']);

/** National codes in words. The category counts: `10` with `E` is a student, not a doctor. */
function professions(claim: unknown): string {
  const all = Array.isArray(claim) ? (claim as { profession?: string; category?: string }[]) : [];
  return all
    .map(({ profession = '', category }) => (PROFESSIONS[profession] ?? `code ${profession}`) + (category === 'E' ? ' (étudiant)' : ''))
    .join(', ');
}
