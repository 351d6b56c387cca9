import type { PolicyTexts } from '../../policy/read-policy.ts';

/** As little of Habilis as a change of policy needs: who drafts, who publishes, and that they are never one. */
const HABILIS = `
fr: Habilis
en: Habilis
types:
  Policy:
    fr: Politique d’accès
    en: Access policy
    actions: [list, read, draft, publish, return]
    attributes: { organisation: { is: organisation }, author: { is: text } }
roles:
  account-holder: { fr: Titulaire d’un compte, en: Account holder, implied: account }
  member: { fr: Membre, en: Member, implied: membership }
  site-administrator: { fr: Administrateur du site, en: Site administrator, grantedBy: [site-administrator], maxDays: 366 }
  security-officer: { fr: Responsable de la sécurité, en: Security officer, grantedBy: [site-administrator], maxDays: 366 }
rules:
  - id: drafted
    roles: [site-administrator]
    may: [list, read, draft, publish, return]
    on: Policy
    where: { organisation: { in: { var: grant.organisations } } }
    source: CPAM13.10.2
    fr: L’administrateur propose
    en: Administrators propose
  - id: published
    roles: [security-officer]
    may: [list, read, publish, return]
    on: Policy
    where: { organisation: { in: { var: grant.organisations } } }
    source: CPAM13.10.2
    fr: Le responsable de la sécurité met en vigueur
    en: The security officer publishes
separations:
  - id: not-ones-own
    never: [publish]
    on: Policy
    where: { author: { eq: { var: me.id } } }
    source: CPAM13.10.2
    fr: Nul ne met en vigueur ce qu’il a écrit
    en: Nobody publishes what they wrote
`;

/** A portal with one type, two roles and one case. */
const DOSSIERS = `
portal: dossiers
fr: Dossiers
en: Files
purposes:
  care: { fr: Soigner, en: Caring }
  coordination: { fr: Coordonner, en: Coordinating }
  appointment: { fr: Rendez-vous, en: Appointment }
types:
  PatientFile:
    fr: Dossier d’un patient
    en: A patient's file
    actions: [read, write]
    attributes: { structure: { is: organisation }, careTeam: { is: texts } }
roles:
  care-professional: { fr: Professionnel, en: Professional, grantedBy: [site-administrator], maxDays: 366 }
  third-party: { fr: Tiers, en: Third party, grantedBy: [site-administrator], maxDays: 30 }
rules:
  - id: care-team-reads
    roles: [care-professional]
    may: [read]
    on: PatientFile
    purposes: [care, coordination]
    where:
      structure: { in: { var: grant.organisations } }
      careTeam: { contains: { var: me.subject } }
    source: CPAM13.4.1
    fr: L’équipe de soins lit
    en: The care team reads
  - id: care-team-writes
    roles: [care-professional]
    may: [write]
    on: PatientFile
    purposes: [care]
    where:
      careTeam: { contains: { var: me.subject } }
    source: CPAM13.4.1
    fr: L’équipe de soins écrit
    en: The care team writes
people:
  doctor: { fr: Médecin, en: Doctor, organisations: [org-cpts], roles: [{ role: care-professional, in: org-cpts }] }
things:
  file: { on: PatientFile, is: { structure: org-cpts, careTeam: [me] } }
cases:
  - { fr: Le médecin écrit, who: doctor, does: write, thing: file, context: { purpose: care }, expect: { allowed: care-team-writes } }
`;

/** A policy that is read, run and proved in milliseconds: for tests of how it changes, not of what it says. */
export const SMALL_POLICY: PolicyTexts = new Map([
  ['habilis', HABILIS],
  ['dossiers', DOSSIERS],
]);
