import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { NotDone } from '../acts/not-done.tsx';
import { ReasonChoice } from '../acts/reason-choice.tsx';
import { act } from '../api/client.ts';
import { useRefresh } from '../api/queries.ts';
import { say } from '../shell/toasts.tsx';
import { t } from '../words.ts';

/** Agree, or refuse with a reason of the list. */
export function AnswerRow({ id, name, role }: { id: string; name: string; role: string }) {
  const [refusing, setRefusing] = useState(false);
  const [why, setWhy] = useState('');
  const [missing, setMissing] = useState(false);
  const refresh = useRefresh();
  const answering = useMutation({
    mutationFn: (form: object) => act(`role-requests/${id}/answer`, form),
    onSuccess: async () => {
      say({ text: t('role-requests.answered', { name, role }) });
      await refresh();
    },
  });
  const refuse = () => {
    setMissing(why === '');
    if (why !== '') answering.mutate({ agree: false, why });
  };
  return (
    <div className="request-acts">
      {refusing && <ReasonChoice act="role-request" why={why} set={(patch) => setWhy(patch.why)} missing={missing} />}
      {answering.error && <NotDone error={answering.error} close={() => answering.reset()} />}
      {!refusing && (
        <button
          type="button"
          className="button"
          onClick={() => answering.mutate({ agree: true })}
          aria-disabled={answering.isPending}
          aria-label={t('role-requests.agree-named', { name, role })}
        >
          {t('role-requests.agree')}
        </button>
      )}
      <button
        type="button"
        className={refusing ? 'button danger' : 'button secondary'}
        onClick={refusing ? refuse : () => setRefusing(true)}
        aria-disabled={answering.isPending}
        aria-label={t('role-requests.refuse-named', { name, role })}
      >
        {t('role-requests.refuse')}
      </button>
      {refusing && (
        <button type="button" className="button quiet" onClick={() => setRefusing(false)}>
          {t('cancel')}
        </button>
      )}
    </div>
  );
}
