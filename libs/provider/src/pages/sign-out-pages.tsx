import { Actions, Button, Form, Page, type Hidden, type Translate } from '@habilis/pages';

type Props = { readonly t: Translate; readonly portal: string | undefined };

/** Asks before signing out: any site can send a browser here. */
export function SignOutPage({ t, portal, action, hidden }: Props & { action: string; hidden: Hidden }) {
  return (
    <Page t={t} title={t('provider.sign-out.title')} lead={t('provider.sign-out.lead')} portal={portal}>
      <Form action={action} hidden={hidden}>
        <Actions>
          <Button name="logout" value="yes">
            {t('provider.sign-out.yes')}
          </Button>
          <Button kind="secondary">{portal ? t('provider.sign-out.portal-only', { portal }) : t('provider.sign-out.no')}</Button>
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
