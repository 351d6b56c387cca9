import { useMutation } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { FormEnd } from '../acts/form-end.tsx';
import { useRefresh } from '../api/queries.ts';
import type { Me, Review, ReviewItem } from '../api/types.ts';
import { PersonChoice } from '../registers/person-choice.tsx';
import { Pick, TextField } from '../registers/text-field.tsx';
import { say } from '../shell/toasts.tsx';
import { inDays } from '../when.ts';
import { t } from '../words.ts';
import { planAction, type Finding } from './queries.ts';

/** What may be found about a role, and about a review as a whole. */
const ABOUT_ROLE = [
  'removal',
  'unused',
  'orphan',
  'unknown-person',
  'no-owner',
  'situation-changed',
  'too-wide',
  'wrong-structure',
  'other',
];
const ABOUT_ALL = ['late-departures', 'no-owner', 'too-wide', 'other'];
const PROPOSED = { unused: 'unused', orphan: 'orphan', 'situation-changed': 'situation-changed', 'reaches-nobody': 'unused' } as const;

/** What was found, as far as the service knows it already. */
const foundIn = (item: ReviewItem | null): Finding | '' =>
  item === null ? '' : item.state === 'removed' ? 'removal' : item.proposal ? PROPOSED[item.proposal] : '';

interface Props {
  readonly me: Me;
  readonly review: Review;
  /** Null: the review as a whole. */
  readonly item: ReviewItem | null;
  readonly close: () => void;
}

/** Making an action of what was found: what is to be done, by whom, until when. @fr prévoir une action */
export function PlanForm({ me, review, item, close }: Props) {
  const [form, setForm] = useState(() => ({ finding: foundIn(item) as string, task: '', owner: '', due: inDays(30) }));
  const set = (patch: Partial<typeof form>) => setForm((before) => ({ ...before, ...patch }));
  const refresh = useRefresh();
  const planning = useMutation({
    mutationFn: () => planAction(review.id, { ...form, finding: form.finding as Finding, grant: item?.grant ?? null }),
    onSuccess: async () => {
      say({ text: t('reviews.planned') });
      close();
      await refresh();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!planning.isPending) planning.mutate();
  };
  const near = [me, review.startedBy].filter(({ id }) => id !== item?.person?.id);
  return (
    <form className="register-form" onSubmit={submit} aria-label={t('reviews.plan-one')}>
      <Pick
        label={t('reviews.finding')}
        value={form.finding}
        set={(finding) => set({ finding })}
        options={(item ? ABOUT_ROLE : ABOUT_ALL).map((each) => [each, t(`reviews.finding-${each}`)] as const)}
      />
      <TextField label={t('reviews.task')} hint={t('reviews.task-hint')} most={300} value={form.task} set={(task) => set({ task })} />
      <OwnerChoice me={me} near={near} value={form.owner} set={(owner) => set({ owner })} />
      <TextField
        label={t('reviews.action-due')}
        type="date"
        min={inDays(0)}
        max={inDays(365)}
        value={form.due}
        set={(due) => set({ due })}
      />
      <FormEnd doing={planning} words={t('reviews.plan-it')} leave={{ words: t('reviews.plan-not'), act: close, kind: 'secondary' }} />
    </form>
  );
}

/** Whoever may list people finds anyone; a reviewer who may not has themselves and whoever opened the review. */
function OwnerChoice(props: { me: Me; near: readonly { id: string; name: string }[]; value: string; set: (account: string) => void }) {
  const { me, near, value, set } = props;
  const options = [...new Map(near.map(({ id, name }) => [id, name] as const))];
  if (me.acts.list.length === 0) return <Pick label={t('reviews.owner')} value={value} set={set} options={options} />;
  return <PersonChoice label={t('reviews.owner')} value={value} set={set} />;
}
