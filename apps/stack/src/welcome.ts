import path from 'node:path';
import type { Plan } from './plan.ts';

const PEOPLE = [
  ['Claire Moreau', 'médecin généraliste, déjà inscrite'],
  ['Sophie Bernard', 'coordinatrice, administratrice du site'],
  ['Marc Lefèvre', 'responsable de la sécurité'],
  ['Nadia Haddad', 'infirmière nouvelle venue, inconnue du service'],
] as const;

/** What a person reads once everything runs: where to go, and as whom. */
export function welcome(plan: Plan, seconds: number, watch: boolean): string {
  const local = (port: number) => `http://localhost:${port}`;
  const places = [
    ['Portail d’exemple', local(plan.ports.PORTAL_PORT), 'commencez ici'],
    ['Habilis', plan.issuer, 'connexion et pages personnelles'],
    ['Console', `${plan.issuer}/console/`, 'administrateurs, sécurité'],
    ['Courriels', local(plan.ports.MAIL_PORT), 'tout ce qui est envoyé arrive là'],
    ['Pro Santé Connect', local(plan.ports.PSC_PORT), 'simulateur'],
    ['ENRS', local(plan.ports.ENRS_PORT), 'simulateur'],
  ] as const;
  return [
    '',
    `  Habilis est prêt en ${seconds.toLocaleString('fr-FR', { maximumFractionDigits: 1 })} s.`,
    '',
    ...table(places),
    '',
    '  Personnes d’exemple, par Pro Santé Connect simulé, sans mot de passe :',
    '',
    ...table(PEOPLE),
    '',
    '  Julie Petit, secrétaire sans carte, est invitée par courriel : son lien est dans les courriels.',
    '',
    `  Journaux : ${path.relative('.', path.join(plan.data, 'logs'))}/${watch ? ' · redémarre à chaque changement' : ''} · Ctrl-C arrête tout.`,
    '',
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column]! + 2)).join('')}`.trimEnd());
}
