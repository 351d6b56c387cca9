import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { CibaDemand } from './ciba-demand.ts';
import type { Dialect, Means } from './dialect.ts';
import { FAULTS } from './faults.ts';
import { Html, html } from './html.ts';
import type { Persona } from './personas.ts';
import { STYLESHEET } from './stylesheet.ts';

// Kept out of the templates: a formatter that moves one space in it would make the policy block it.
const STYLE = new Html(`<style>${STYLESHEET}</style>`);
const STYLE_HASH = createHash('sha256').update(STYLESHEET).digest('base64');

// A browser applies form-action to every redirection that follows: the service, then its portal, on any port of this machine.
const THIS_MACHINE = ['http://localhost:*', 'http://127.0.0.1:*', 'https://localhost:*'];

/** A page for people. `formTo` lists other origins where a form may end up after redirections. */
export function sendPage(res: Response, status: number, page: Html, formTo: readonly string[] = []): void {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${["'self'", ...THIS_MACHINE, ...formTo].join(' ')}; base-uri 'none'; frame-ancestors 'none'`;
  const headers = {
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
  res.end(`<!doctype html>${page.source}`);
}

const layout = (dialect: Dialect, title: string, content: Html): Html =>
  html`<html lang="fr">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} – SIMULATEUR ${dialect.title}</title>
      ${STYLE}
    </head>
    <body>
      <header>
        <p class="banner">
          <strong>SIMULATEUR</strong> de ${dialect.title}, pour le développement et les essais. Personne n’existe, rien n’est vrai.
        </p>
      </header>
      <main>
        <h1>${title}</h1>
        ${content}
      </main>
    </body>
  </html>`;

const fullName = (persona: Persona) => html`<bdi>${persona.given}</bdi> <bdi>${persona.family}</bdi>`;

const meansChoice = (means: readonly Means[], chosen: string): Html =>
  html`<fieldset>
    <legend>Moyen de connexion</legend>
    ${means.map(({ value, label }) => html`<label><input type="radio" name="means" value="${value}" ${value === chosen && new Html(' checked')} /> ${label}</label>`)}
  </fieldset>`;

/** Only what happens once the person is known can be chosen by the person. */
const CHOOSABLE = new Set(['callback', 'id_token', 'token', 'refresh', 'userinfo', 'identity', 'logout']);
const choosable = FAULTS.filter((fault) => fault.by === 'upstream' && CHOOSABLE.has(fault.hop));
export const isChoosable = (id: string): boolean => choosable.some((fault) => fault.id === id);

const faultChoice: Html = html`<details>
  <summary>Comportements hostiles</summary>
  <label for="fault">À jouer pendant cette connexion</label>
  <select id="fault" name="fault">
    <option value="">Aucun : se comporter correctement</option>
    ${choosable.map(({ id, number, fr }) => html`<option value="${id}">${number}. ${fr}</option>`)}
  </select>
</details>`;

const personButton = (persona: Persona): Html =>
  html`<li>
    <button name="persona" value="${persona.id}" aria-describedby="note-${persona.id}">${fullName(persona)}</button>
    <span class="note" id="note-${persona.id}">${persona.note}</span>
  </li>`;

interface LoginPage {
  readonly dialect: Dialect;
  readonly action: string;
  readonly transaction: string;
  readonly personas: readonly Persona[];
  readonly means: string;
  readonly problem?: string | undefined;
}

/** Works as a plain form: each person is a submit button. */
export const loginPage = ({ dialect, action, transaction, personas, means, problem }: LoginPage): Html =>
  layout(
    dialect,
    'Qui se connecte ?',
    html`${problem !== undefined && html`<p role="alert"><strong>${problem}</strong></p>`}
      <form method="post" action="${action}/login">
        <input type="hidden" name="transaction" value="${transaction}" />
        ${meansChoice(dialect.means, means)}${faultChoice}
        <h2>Personnes fictives</h2>
        <ul class="people">
          ${personas.map(personButton)}
        </ul>
        <p><button class="quiet" name="decision" value="cancel">Renoncer à se connecter</button></p>
      </form>`,
  );

/** The number to compare, and the phone that stands beside. */
export const phonePage = (dialect: Dialect, action: string, transaction: string, persona: Persona, number: string): Html =>
  layout(
    dialect,
    'Confirmez sur votre téléphone',
    html`<p>${fullName(persona)}, vérifiez que votre application affiche ce nombre :</p>
      <p class="number">${number}</p>
      <form method="post" action="${action}/phone">
        <input type="hidden" name="transaction" value="${transaction}" />
        <fieldset>
          <legend>Téléphone simulé, qui affiche ${number}</legend>
          <p>
            <button name="decision" value="approve">Approuver</button> <button class="quiet" name="decision" value="deny">Refuser</button>
          </p>
        </fieldset>
      </form>`,
  );

export const problemPage = (dialect: Dialect, sentence: string, detail: string): Html =>
  layout(
    dialect,
    'Demande refusée',
    html`<p>${sentence}</p>
      <p class="note">${detail}</p>`,
  );

export const signedOutPage = (dialect: Dialect): Html =>
  layout(dialect, 'Session fermée', html`<p>Votre session ${dialect.title} est fermée.</p>`);

/** Everything that waits on the simulated phone. */
export const mobilePage = (dialect: Dialect, demands: readonly CibaDemand[]): Html =>
  layout(
    dialect,
    'Téléphone simulé',
    demands.length === 0
      ? html`<p>Aucune demande en attente.</p>`
      : html`<ul class="people">
          ${demands.map(
            ({ id, persona, message }) =>
              html`<li>
                <form method="post" action="/mobile">
                  <input type="hidden" name="auth_req_id" value="${id}" />
                  <p>${fullName(persona)} : nombre <strong>${message}</strong></p>
                  <p>
                    <button name="decision" value="approve">Approuver</button>
                    <button class="quiet" name="decision" value="deny">Refuser</button>
                  </p>
                </form>
              </li>`,
          )}
        </ul>`,
  );
