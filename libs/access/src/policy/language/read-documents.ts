import { typeKey, type Apart } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { Documents, PolicyFlaw, Say } from './read-rules.ts';

type Reader = (document: PolicyDocument, documents: Documents, say: Say) => void;

/** All that is wrong with files besides their rules. */
export function documentFlaws(documents: Documents): PolicyFlaw[] {
  const flaws = repeated(documents);
  for (const [file, document] of documents) {
    const say: Say = (path, wrong) => flaws.push({ file, path, wrong });
    for (const read of READERS) read(document, documents, say);
  }
  return flaws;
}

/** The full names of every role, with what is written of each. */
function rolesOf(documents: Documents): Map<string, PolicyDocument['roles'][string]> {
  return new Map(
    [...documents.values()].flatMap(({ portal, roles }) =>
      Object.entries(roles).map(([name, role]) => [typeKey(portal ?? null, name), role] as const),
    ),
  );
}

/** A lower scope adds its own or narrows: an organisation has no types, roles or rules, and nobody else narrows. */
const scope: Reader = ({ portal, organisation, types, roles, rules, narrows, purposes }, _documents, say) => {
  if (portal !== undefined && organisation !== undefined) say(['organisation'], 'un fichier vaut pour un portail ou pour une organisation');
  if (organisation === undefined) {
    if (Object.keys(narrows).length > 0) say(['narrows'], 'seule une organisation restreint des rôles définis ailleurs');
    return;
  }
  for (const [part, there] of Object.entries({ types, roles, rules, purposes: purposes ?? {} }))
    if (Object.keys(there).length > 0) say([part], 'une organisation restreint, elle n’ajoute ni types, ni rôles, ni règles');
};

const narrowing: Reader = ({ narrows }, documents, say) => {
  const known = rolesOf(documents);
  for (const [name, { grantedBy = [], approvedBy = [] }] of Object.entries(narrows)) {
    const role = known.get(name);
    if (!role) say(['narrows', name], `rôle inconnu « ${name} »`);
    else if (role.implied) say(['narrows', name], 'un rôle tenu sans habilitation ne se restreint pas ainsi');
    for (const granter of grantedBy)
      if (!role?.grantedBy?.includes(granter)) say(['narrows', name, 'grantedBy'], `« ${granter} » ne peut déjà pas l’accorder`);
    if (role?.approvedBy && approvedBy.some((each) => !role.approvedBy!.includes(each)))
      say(['narrows', name, 'approvedBy'], 'n’ajoute pas d’approbateur : elle en retire');
  }
};

const roles: Reader = (document, documents, say) => {
  const ours = new Set([...documents.values()].filter((each) => !each.portal).flatMap((each) => Object.keys(each.roles)));
  for (const [name, { implied, grantedBy = [], approvedBy = [], fourEyes, requestable, elevation }] of Object.entries(document.roles)) {
    for (const each of [...grantedBy, ...approvedBy]) if (!ours.has(each)) say(['roles', name], `« ${each} » n’est pas un rôle de Habilis`);
    if (implied && grantedBy.length > 0) say(['roles', name], 'un rôle tenu sans habilitation ne s’accorde pas');
    if (implied && document.portal) say(['roles', name], 'seul Habilis a des rôles tenus sans habilitation');
    if (implied && (elevation || requestable)) say(['roles', name], 'un rôle tenu sans habilitation ne se demande pas et ne s’endosse pas');
    if (requestable && grantedBy.length === 0) say(['roles', name, 'requestable'], 'personne ne l’accorde : personne ne peut le demander');
    if (elevation?.approved && approvedBy.length === 0) say(['roles', name, 'elevation'], '« approved » demande « approvedBy »');
    if (fourEyes && approvedBy.length === 0 && grantedBy.length === 0) say(['roles', name, 'fourEyes'], 'personne ne l’accorde');
  }
};

const emergencies: Reader = ({ types, roles }, _documents, say) => {
  for (const [name, { breakGlass, actions }] of Object.entries(types)) {
    if (!breakGlass) continue;
    const at = ['types', name, 'breakGlass'];
    for (const role of breakGlass.roles) if (!Object.hasOwn(roles, role)) say([...at, 'roles'], `rôle inconnu « ${role} »`);
    for (const action of breakGlass.may) if (!actions.includes(action)) say([...at, 'may'], `« ${action} » ne se fait pas à « ${name} »`);
    if (Object.keys(breakGlass.motives).length === 0) say([...at, 'motives'], 'au moins un motif');
  }
};

/** What is called something is there to be called so: a word for an action that was renamed is a word lost. */
const spoken: Reader = ({ types, says }, _documents, say) => {
  const there = new Set(Object.values(types).flatMap(({ actions, fields = [] }) => [...actions, ...fields]));
  for (const name of Object.keys(says))
    if (!there.has(name)) say(['says', name], `« ${name} » n’est ni une action ni un champ de ce fichier`);
};

const identifiers: Reader = (document, _documents, say) => {
  const seen = new Set<string>();
  for (const part of ['rules', 'separations', 'apart'] as const) {
    document[part].forEach(({ id }, index) => {
      if (seen.has(id)) say([part, index, 'id'], `« ${id} » est déjà pris`);
      seen.add(id);
    });
  }
};

const READERS: readonly Reader[] = [scope, narrowing, roles, emergencies, spoken, identifiers];

/** A file adds types and roles of its own: it cannot touch those of another. */
function repeated(documents: Documents): PolicyFlaw[] {
  const first = new Map<string, string>();
  const flaws: PolicyFlaw[] = [];
  const once = (key: string, file: string, path: PolicyFlaw['path']) => {
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    else flaws.push({ file, path, wrong: `déjà défini dans ${other}` });
  };
  for (const [file, { organisation, portal, types, roles: named }] of documents) {
    if (organisation !== undefined) once(`organisation ${organisation}`, file, ['organisation']);
    for (const [part, all] of Object.entries({ types, roles: named }))
      for (const name of Object.keys(all)) once(`${part} ${typeKey(portal ?? null, name)}`, file, [part, name]);
  }
  return flaws;
}

/**
 * What nobody holds together; what is wrong is added to `flaws`.
 *
 * @param giving the roles that give some of these actions on a type
 */
export function readApart(
  documents: Documents,
  giving: (actions: readonly string[], type: string) => readonly string[],
  flaws: PolicyFlaw[],
): Apart[] {
  const known = rolesOf(documents);
  return [...documents].flatMap(([file, document]) =>
    document.apart.map((written, index): Apart => {
      const say: Say = (at, wrong) => flaws.push({ file, path: ['apart', index, ...at], wrong });
      const { source, fr, en } = written;
      const cited = { id: `${file}/${written.id}`, source, fr, en };
      if (written.roles) {
        const names = written.roles.map((name) => (known.has(name) ? name : typeKey(document.portal ?? null, name)));
        for (const name of names) if (!known.has(name)) say(['roles'], `rôle inconnu « ${name} »`);
        return { ...cited, duties: null, sides: names.map((name) => [[name], names.filter((other) => other !== name)]) };
      }
      const duties = written.duties!.map(({ may, on }) => ({ actions: may, type: typeKey(document.portal ?? null, on) }));
      const [one, other] = duties.map(({ actions, type }) => giving(actions, type)) as [string[], string[]];
      for (const role of one.filter((each) => other.includes(each))) say(['duties'], `« ${role} » donne les deux à lui seul`);
      return { ...cited, duties, sides: [[one, other], [other, one]] }; // prettier-ignore
    }),
  );
}
