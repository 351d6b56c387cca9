import type { CaughtMail } from './caught-mail.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #8886 }
  pre { white-space: pre-wrap; font: inherit; padding: 1rem; border: 1px solid #8886; border-radius: .5rem }
  iframe { width: 100%; height: 40rem; border: 1px solid #8886; border-radius: .5rem; background: #fff }`;

const TIME = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' });

/** All the mails, newest first. */
export function mailsPage(mails: readonly CaughtMail[]): string {
  const row = (mail: CaughtMail) =>
    `<tr><td>${TIME.format(mail.at)}<td>${escaped(mail.to.join(', '))}<td><a href="/${mail.id}">${escaped(mail.subject) || '(sans objet)'}</a>`;
  const table = `<table><thead><tr><th>Reçu<th>À<th>Objet<tbody>${mails.map(row).join('')}</table>`;
  const empty = '<p>Aucun courriel pour l’instant. Tout ce qu’Habilis envoie sur cette machine arrive ici et ne va pas plus loin.</p>';
  return page('Courriels interceptés', mails.length > 0 ? table : empty);
}

/** One mail: its text, and its HTML in a frame that can do nothing. */
export function mailPage(mail: CaughtMail): string {
  const html = mail.html && `<h2>HTML</h2><iframe sandbox title="Courriel en HTML" srcdoc="${escaped(mail.html)}"></iframe>`;
  const about = `De ${escaped(mail.from)} à ${escaped(mail.to.join(', '))}, le ${TIME.format(mail.at)}`;
  return page(
    mail.subject || '(sans objet)',
    `<p>${about} · <a href="/">Tous les courriels</a></p><h2>Texte</h2><pre>${escaped(mail.text)}</pre>${html}`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style><h1>${escaped(title)}</h1>${body}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
