import type { Problem } from '@habilis/http';
import { Actions, ButtonLink, Notice, Page, type Translate } from '@habilis/pages';

/** What a person sees when something cannot be done: the sentence, what it is called, and a way on. */
export function ProblemPage({ t, problem }: { t: Translate; problem: Problem }) {
  const signIn = problem.code === 'session.required';
  return (
    <Page t={t} title={problem.title} refused>
      <Notice kind="danger">{problem.detail}</Notice>
      <Actions>
        <ButtonLink kind="primary" href={signIn ? '/session/sign-in?for=own' : '/'}>
          {t(signIn ? 'own.problem.sign-in' : 'own.problem.home')}
        </ButtonLink>
      </Actions>
      <p className="hint">{t('own.problem.code', { code: problem.code })}</p>
    </Page>
  );
}
