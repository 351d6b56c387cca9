import { Refusal } from '@habilis/kernel';

interface Words {
  readonly fr: string;
  readonly en: string;
}

/**
 * Why people act on an account: closed lists, one for each act, with the words people choose by.
 *
 * Closed, because free text would sooner or later hold someone's health. A code is written to the journal and
 * never changes its meaning; words may be polished.
 *
 * @fr motifs
 */
// prettier-ignore
export const REASONS = {
  approve: {
    'identity-verified':       { fr: 'Identité vérifiée',                          en: 'Identity verified' },
    'known-professional':      { fr: 'Professionnel connu de l’organisation',      en: 'Known to the organisation' },
    'invited-by-structure':    { fr: 'Accès demandé par sa structure',             en: 'Invited by their structure' },
  },
  refuse: {
    'unknown-to-organisation': { fr: 'Personne inconnue de l’organisation',        en: 'Unknown to the organisation' },
    'identity-not-verified':   { fr: 'Identité non vérifiée',                      en: 'Identity not verified' },
    'outside-territory':       { fr: 'Exercice hors du territoire',                en: 'Works outside the territory' },
    'duplicate-request':       { fr: 'Demande en double',                          en: 'Duplicate request' },
    'left-before-opening':     { fr: 'Départ avant l’ouverture de l’accès',        en: 'Left before access was opened' },
  },
  suspend: {
    'suspected-misuse':        { fr: 'Suspicion d’usage irrégulier',               en: 'Suspected misuse' },
    'means-lost-or-stolen':    { fr: 'Moyen d’identification perdu ou volé',       en: 'Means of identification lost or stolen' },
    'security-incident':       { fr: 'Incident de sécurité',                       en: 'Security incident' },
    'requested-by-structure':  { fr: 'Demande de la structure',                    en: 'Requested by the structure' },
    'requested-by-person':     { fr: 'Demande de la personne',                     en: 'Requested by the person' },
  },
  absence: {
    'declared-by-person':      { fr: 'Absence déclarée par la personne',           en: 'Absence declared by the person' },
    'declared-by-structure':   { fr: 'Absence déclarée par la structure',          en: 'Absence declared by the structure' },
    'unreachable':             { fr: 'Personne injoignable',                       en: 'Person unreachable' },
  },
  lift: {
    'returned':                { fr: 'Retour de la personne',                      en: 'The person is back' },
    'situation-settled':       { fr: 'Situation régularisée',                      en: 'Situation settled' },
    'mistake':                 { fr: 'Mesure prise par erreur',                    en: 'Made by mistake' },
  },
  departure: {
    'left-structure':          { fr: 'Départ de la structure',                     en: 'Left the structure' },
    'retired':                 { fr: 'Départ à la retraite',                       en: 'Retired' },
    'contract-ended':          { fr: 'Fin de contrat',                             en: 'End of contract' },
    'moved-away':              { fr: 'Installation hors du territoire',            en: 'Moved away' },
    'deceased':                { fr: 'Décès',                                      en: 'Deceased' },
  },
  stay: {
    'departure-withdrawn':     { fr: 'La personne reste',                          en: 'The person stays' },
    'mistake':                 { fr: 'Départ enregistré par erreur',               en: 'Recorded by mistake' },
  },
  close: {
    'no-longer-needed':        { fr: 'Je n’en ai plus besoin',                     en: 'I no longer need it' },
    'changed-activity':        { fr: 'J’ai changé d’activité',                     en: 'My work has changed' },
    'prefers-not-to-say':      { fr: 'Je préfère ne pas le dire',                  en: 'I would rather not say' },
  },
  pause: {
    'device-left-behind':      { fr: 'J’ai laissé un poste ouvert derrière moi',   en: 'I left a device open behind me' },
    'goes-away':               { fr: 'Je m’absente',                               en: 'I am going away' },
    'has-a-doubt':             { fr: 'J’ai un doute sur un accès',                 en: 'I have a doubt about an access' },
    'prefers-not-to-say':      { fr: 'Je préfère ne pas le dire',                  en: 'I would rather not say' },
  },
  loss: {
    'lost':                    { fr: 'Perte',                                      en: 'Loss' },
    'stolen':                  { fr: 'Vol',                                        en: 'Theft' },
    'compromised':             { fr: 'Quelqu’un d’autre s’en sert ou les connaît', en: 'Someone else uses or knows them' },
  },
  renewal: {
    'security-incident':       { fr: 'Incident de sécurité',                       en: 'Security incident' },
    'leaked-list':             { fr: 'Identifiants retrouvés dans une fuite',      en: 'Found in a leak' },
    'shared-means':            { fr: 'Moyens de connexion partagés',               en: 'Shared means of signing in' },
    'new-rules':               { fr: 'Nouvelles règles de l’organisation',         en: 'New rules of the organisation' },
  },
  join: {
    'asked-by-person':         { fr: 'Demande de la personne',                     en: 'Asked by the person' },
    'first-arrival':           { fr: 'Première connexion',                         en: 'First sign-in' },
    'comes-back':              { fr: 'Retour de la personne',                      en: 'The person comes back' },
  },
  link: {
    'same-person':             { fr: 'Même personne, vérifiée',                    en: 'Same person, verified' },
  },
  separate: {
    'another-person':          { fr: 'Autre personne, vérifiée',                   en: 'Another person, verified' },
  },
  reject: {
    'another-person':          { fr: 'Autre personne, vérifiée',                   en: 'Another person, verified' },
    'not-verified':            { fr: 'Identité non vérifiée',                      en: 'Identity not verified' },
  },
} as const satisfies Record<string, Record<string, Words>>;

export type ReasonedAct = keyof typeof REASONS;

/** The codes of an act, as a schema's enumeration wants them. */
export function reasonsFor(act: ReasonedAct): [string, ...string[]] {
  return Object.keys(REASONS[act]) as [string, ...string[]];
}

/** @throws Refusal `reason.unknown` (invalid) unless the reason is on the list of that act */
export function mustBeReason(act: ReasonedAct, why: string): void {
  if (!Object.hasOwn(REASONS[act], why)) throw new Refusal('reason.unknown', 'invalid', { act });
}
