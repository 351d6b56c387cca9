import { Actions, Button, Form, Page, type Hidden, type Translate } from '@habilis/pages';

type Props = { readonly t: Translate; readonly portal: string | undefined };

/** Our own screens, which people do not call portals: what leaving one of them alone is called. */
const OWN_ONLY: Readonly<Record<string, string>> = { 'habilis-console': 'console-only', 'habilis-own': 'own-only' };

interface SignOut extends Props {
  readonly client: string | undefined;
  readonly action: string;
  readonly hidden: Hidden;
}

/** Asks before signing out: any site can send a browser here. */
export function SignOutPage({ t, portal, client, action, hidden }: SignOut) {
  const own = OWN_ONLY[client ?? ''];
  const only = portal ? t('provider.sign-out.portal-only', { portal }) : t('provider.sign-out.no');
  return (
    <Page t={t} title={t('provider.sign-out.title')} lead={t(own ? 'provider.sign-out.own-lead' : 'provider.sign-out.lead')}>
      <Form action={action} hidden={hidden}>
        <Actions>
          <Button name="logout" value="yes">
            {t('provider.sign-out.yes')}
          </Button>
          <Button kind="secondary">{own ? t(`provider.sign-out.${own}`) : only}</Button>
        </Actions>
      </Form>
    </Page>
  );
}

export function SignedOutPage({ t, portal }: Props) {
  const lead = portal ? t('provider.signed-out.portal', { portal }) : t('provider.signed-out.lead');
  return (
    <Page t={t} title={t('provider.signed-out.title')}>
      <p>{lead}</p>
      <p>{t('provider.signed-out.shared')}</p>
    </Page>
  );
}
