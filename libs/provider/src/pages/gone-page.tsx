import { Notice, Page, type Translate } from '@habilis/pages';

/** The sign-in is over, or belongs to another browser; nothing of it is said. */
export function GonePage({ t }: { t: Translate }) {
  return (
    <Page t={t} title={t('provider.gone.title')} refused>
      <Notice kind="warning">{t('provider.gone.why')}</Notice>
      <p>{t('provider.gone.again')}</p>
    </Page>
  );
}
