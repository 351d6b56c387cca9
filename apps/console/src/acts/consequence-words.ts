import type { ActAnswer } from '../api/types.ts';
import { moment } from '../when.ts';
import { t } from '../words.ts';

type Consequences = ActAnswer['consequences'];

/** A minute: what begins within it begins now, for a person. */
const NOW_MS = 60_000;

export const isNow = ({ from }: Pick<Consequences, 'from'>, now: Date) => new Date(from).getTime() - now.getTime() < NOW_MS;

/** What will happen, in sentences, the most important first. */
export function consequenceSentences(answer: Pick<ActAnswer, 'consequences' | 'undo'>, name: string, now: Date): string[] {
  const { consequences } = answer;
  const narrows = ['refuse', 'suspend', 'absence', 'departure'].includes(consequences.act);
  return [
    ...consequences.vacant.map((place) => t('consequence.vacant', { name, organisation: place.name })),
    ...whatSentences(consequences, name),
    isNow(consequences, now) ? t('consequence.now') : t('consequence.from', { moment: moment(consequences.from) }),
    ...(consequences.until ? [t('consequence.until', { moment: moment(consequences.until) })] : []),
    ...(narrows ? [toldSentences(consequences)].flat() : []),
    ...(consequences.act === 'departure' ? [t(isNow(consequences, now) ? 'consequence.final' : 'consequence.cancellable')] : []),
  ];
}

function whatSentences(consequences: Consequences, name: string): string[] {
  const { act, organisation, reach } = consequences;
  if (act === 'stay') return [t('consequence.stays', { name })];
  if (act !== 'grant' && act !== 'revoke') return [reachSentence(consequences, name)];
  const idle = act === 'grant' && reach.after !== 'portals';
  return [t(`consequence.${act}`, { name, place: placeOf(organisation) }), ...(idle ? [t('consequence.grant-idle')] : [])];
}

const placeOf = (organisation: Consequences['organisation']) =>
  organisation ? t('consequence.place', { organisation: organisation.name }) : t('consequence.everywhere');

function reachSentence({ reach: { before, after }, organisation }: Consequences, name: string): string {
  const order = ['nowhere', 'own-account', 'portals'];
  const moved = order.indexOf(after) - order.indexOf(before);
  const way = moved > 0 ? 'opens' : moved < 0 ? 'closes' : 'keeps';
  return t(`consequence.${way}-${after}`, { name, place: placeOf(organisation) });
}

function toldSentences({ sessions, portals }: Consequences): string[] {
  const told = portals.length
    ? t('consequence.portals', { portals: portals.map((name) => t('quoted', { name })).join(', ') })
    : t('consequence.no-portals');
  return [t('consequence.sessions', { count: sessions }), told];
}
