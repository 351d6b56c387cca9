/** Places where the personas work. All fictitious: FINESS numbers carry the letters of the sandbox, postal code 99999 is nowhere. */
export interface Structure {
  /** `R` + number for a practice, `F` + FINESS for an establishment. */
  readonly technicalId: string;
  readonly name: string;
  readonly sector: string;
  readonly finess?: string;
  readonly legalFiness?: string;
  readonly siret?: string;
  /** Ancien identifiant: 1 + FINESS, 3 + SIRET or 4 + RPPS-rang. */
  readonly formerId: string;
  readonly street: string;
}

// prettier-ignore
export const STRUCTURES = {
  moreau:      { technicalId: 'R990001', name: 'CABINET DR MOREAU',                sector: 'SA07', formerId: '499700000005006', street: 'DES TILLEULS' },
  renaud:      { technicalId: 'R990002', name: 'CABINET DR RENAUD',                sector: 'SA07', formerId: '499700000013004', street: 'DU PUITS' },
  garnier:     { technicalId: 'R990003', name: 'CABINET DR GARNIER',               sector: 'SA08', formerId: '499700000021007', street: 'DES ACACIAS' },
  infirmiers:  { technicalId: 'R990004', name: 'CABINET INFIRMIER DES GLYCINES',   sector: 'SA08', formerId: '499700000047008', street: 'DES GLYCINES' },
  podologie:   { technicalId: 'R990005', name: 'CABINET DE PODOLOGIE IMAGINAIRE',  sector: 'SA07', formerId: '499700000195006', street: 'DE LA SOURCE' },
  hospital:    { technicalId: 'F0B9900010', name: 'HOPITAL IMAGINAIRE DU CANAL',   sector: 'SA01', finess: '0B9900010', legalFiness: '1B9900010', formerId: '10B9900010', street: 'DU CANAL' },
  pharmacy:    { technicalId: 'F0B9900028', name: 'PHARMACIE DU GRAND CHENE',      sector: 'SA33', finess: '0B9900028', legalFiness: '1B9900028', formerId: '10B9900028', street: 'DU MARCHE' },
  healthHouse: { technicalId: 'F0B9900036', name: 'MAISON DE SANTE DES TILLEULS',  sector: 'SA05', finess: '0B9900036', legalFiness: '1B9900036', formerId: '10B9900036', street: 'DES TILLEULS' },
  community:   { technicalId: 'F0B9900044', name: 'CPTS DES DEUX RIVES IMAGINAIRES', sector: 'SA05', finess: '0B9900044', legalFiness: '1B9900044', formerId: '10B9900044', street: 'DE LA MAIRIE' },
} as const satisfies Record<string, Structure>;
export type StructureId = keyof typeof STRUCTURES;
