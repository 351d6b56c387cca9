import { Button, Choice, Form, Notice, Page, type Hidden, type Translate } from '@habilis/pages';
import type { Mean } from '../ports.ts';
import type { Portal } from '../portals.ts';

/** Why the person is asked again, when there is something to say. */
export type SignInNotice = 'level' | 'interrupted' | 'again';

interface Props {
  readonly t: Translate;
  readonly portal: Portal;
  readonly organisation: string | undefined;
  readonly means: readonly Mean[];
  readonly uid: string;
  /** A way to prove what is missing, without signing in again. */
  readonly raising: Mean | undefined;
  readonly notice: SignInNotice | undefined;
  readonly hidden: Hidden;
}

/** Which portal is asked for and why it wants to know, and the ways to sign in. */
export function SignInPage({ t, portal, organisation, means, raising, uid, notice, hidden }: Props) {
  return (
    <Page t={t} title={t('provider.sign-in.title')} lead={portal.purpose} portal={portal.name} organisation={organisation}>
      {notice && <Notice kind={notice === 'again' ? 'info' : 'warning'}>{t(`provider.sign-in.${notice}`)}</Notice>}
      {raising && (
        <Form action={raising.action} hidden={{ ...hidden, interaction: uid }}>
          <Button>{raising.label}</Button>
        </Form>
      )}
      {raising && <h2>{t('provider.sign-in.otherwise')}</h2>}
      <Choice
        label={t('provider.sign-in.means')}
        options={means.map(({ label, action }) => ({ label, action, hidden: { ...hidden, interaction: uid } }))}
      />
      <Form action={`/interaction/${uid}/leave`} hidden={hidden}>
        <Button kind="quiet">{t('provider.leave', { portal: portal.name })}</Button>
      </Form>
    </Page>
  );
}
