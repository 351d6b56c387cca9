import { Actions, Button, Definition, Field, Form, Notice, Page, type Hidden, type Translate } from '@habilis/pages';

type Props = { readonly t: Translate };

/** Which failures a person can mend, by the engine's names; the rest are said in one sentence. */
const MENDABLE: ReadonlySet<string> = new Set(['NoCodeError', 'NotFoundError', 'ExpiredError', 'AlreadyUsedError', 'AbortedError']);

export function DeviceCodePage({ t, hidden, error }: Props & { hidden: Hidden; error: string | undefined }) {
  const sentence = error && t(`provider.device.${MENDABLE.has(error) ? error : 'failed'}`);
  return (
    <Page t={t} title={t('provider.device.title')} lead={t('provider.device.lead')} refused={sentence !== undefined}>
      <Form action="/device" hidden={hidden}>
        <Field name="user_code" label={t('provider.device.code')} hint={t('provider.device.hint')} {...(sentence && { error: sentence })} />
        <Actions>
          <Button>{t('provider.device.continue')}</Button>
        </Actions>
      </Form>
    </Page>
  );
}

/** The person checks that the code is their device's own: someone else's device would sign in as them. */
export function DeviceConfirmPage({
  t,
  portal,
  userCode,
  hidden,
}: Props & { portal: string | undefined; userCode: string; hidden: Hidden }) {
  return (
    <Page t={t} title={t('provider.device.confirm-title')} portal={portal}>
      <Definition items={[{ term: t('provider.device.code'), value: <strong>{userCode}</strong> }]} />
      <Notice kind="warning">{t('provider.device.warning')}</Notice>
      <Form action="/device" hidden={hidden}>
        <Actions>
          <Button>{t('provider.device.mine')}</Button>
          <Button kind="secondary" name="abort" value="yes">
            {t('provider.device.not-mine')}
          </Button>
        </Actions>
      </Form>
    </Page>
  );
}

export function DeviceDonePage({ t, portal }: Props & { portal: string | undefined }) {
  return (
    <Page t={t} title={t('provider.device.done-title')} portal={portal}>
      <Notice kind="success">{t('provider.device.done')}</Notice>
    </Page>
  );
}
