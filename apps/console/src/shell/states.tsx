import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Problem } from '../api/client.ts';
import { signInAddress } from '../api/session.ts';
import type { Me } from '../api/types.ts';
import { t } from '../words.ts';
import { Mark } from './mark.tsx';
import { useTitle } from './title.ts';

/** A whole screen that says one thing and offers one way on. */
function Alone({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <main className="alone" id="content" tabIndex={-1}>
      <p className="brand">
        <Mark />
        Habilis
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** @param again they were signed in a moment ago, on this very page */
export function SignIn({ again }: { again: boolean }) {
  return (
    <Alone title={t(again ? 'states.expired-title' : 'states.sign-in-title')}>
      <p>{t(again ? 'states.expired-text' : 'states.sign-in-text')}</p>
      <a className="button" href={signInAddress()} autoFocus={again}>
        {t(again ? 'states.sign-in-again' : 'states.sign-in')}
      </a>
    </Alone>
  );
}

/** @param wearable a role of theirs is at rest: putting it on would open the console */
export function NoRole({ wearable }: { wearable: boolean }) {
  return (
    <Alone title={t('states.no-role-title')}>
      <p>{t('states.no-role-text')}</p>
      {wearable && (
        <a className="button" href="/moi/endosser">
          {t('worn.put-on')}
        </a>
      )}
      <a className={wearable ? 'button secondary' : 'button'} href="/moi">
        {t('states.own-pages')}
      </a>
    </Alone>
  );
}

/** A charter became owed while they worked: their roles are worth nothing until it is answered. */
export function CharterOwed({ owes }: { owes: Me['owes'] }) {
  const organisations = owes.map(({ organisation }) => organisation.name).join(', ');
  return (
    <Alone title={t('states.charter-title')}>
      <p>{t('states.charter-text', { organisations, count: owes.length })}</p>
      <a className="button" href={signInAddress()}>
        {t('states.charter-read')}
      </a>
    </Alone>
  );
}

export function Nowhere() {
  useTitle(t('states.nowhere-title'));
  return (
    <Empty title={t('states.nowhere-title')} level="h1">
      <p>{t('states.nowhere-text')}</p>
      <Back />
    </Empty>
  );
}

const Back = () => (
  <Link className="button secondary" to="/members">
    {t('states.back-members')}
  </Link>
);

/** What could not be shown: forbidden, nobody there, or a service that is away. */
export function Failed({ problem, retry, level = 'h1' }: { problem: Error; retry?: () => void; level?: 'h1' | 'h2' }) {
  const status = problem instanceof Problem ? problem.status : 0;
  const kind = status === 403 ? 'forbidden' : status === 404 ? 'unknown' : 'failed';
  return (
    <div role="alert">
      <Empty title={t(`states.${kind}-title`)} level={level}>
        <p>{t(`states.${kind}-text`)}</p>
        {problem instanceof Problem && problem.reference && (
          <p className="hint">{t('states.reference', { reference: problem.reference })}</p>
        )}
        {kind === 'failed' ? (
          retry && (
            <button type="button" className="button" onClick={retry}>
              {t('retry')}
            </button>
          )
        ) : (
          <Back />
        )}
      </Empty>
    </div>
  );
}

export function Empty({ title, children, level: Level = 'h2' }: { title: string; children?: ReactNode; level?: 'h1' | 'h2' | 'h3' }) {
  return (
    <div className="empty">
      <Level className="empty-title">{title}</Level>
      {children}
    </div>
  );
}

/** The shape of what is coming, so that nothing jumps when it comes. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div className="bones" role="status">
      <span className="unseen">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="bone" aria-hidden="true" />
      ))}
    </div>
  );
}
