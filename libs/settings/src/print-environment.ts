import { SERVICE, STACK } from './environment.ts';
import type { Variables } from './variables.ts';

/** The text of `.env.example`: every variable, commented, with its default; secrets left empty. */
export function envExample(): string {
  const block = (table: Variables) =>
    Object.entries(table).map(([name, { fr, en, otherwise = '', secret }]) => `# ${fr}\n# ${en}\n#${name}=${secret ? '' : otherwise}\n`);
  const head =
    '# Copiez ce fichier en .env et retirez le # des lignes à changer.\n# Copy this file to .env and uncomment what you change.\n';
  return [head, ...block(SERVICE), '# --- npm start ---\n', ...block(STACK)].join('\n');
}

/** The operators' table, in Markdown. */
export function environmentTable(): string {
  const row = ([name, { fr, en, otherwise, optional, secret }]: [string, Variables[string]]) => {
    const value = otherwise ? `\`${otherwise}\`` : optional || otherwise === '' ? 'aucune' : '**obligatoire**';
    return `| \`${name}\` | ${value} | ${secret ? 'oui' : ''} | ${fr}<br>_${en}_ |`;
  };
  const table = (of: Variables) =>
    ['| variable | défaut | secret | rôle |', '| --- | --- | --- | --- |', ...Object.entries(of).map(row)].join('\n');
  return `### Service\n\n${table(SERVICE)}\n\n### npm start\n\n${table(STACK)}\n`;
}
