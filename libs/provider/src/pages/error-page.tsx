import { Notice, Page, type Translate } from '@habilis/pages';

/** Errors a person can do something about; the rest are the portal's or ours, and say so. */
const KNOWN: ReadonlySet<string> = new Set(['invalid_request', 'invalid_client', 'invalid_redirect_uri', 'server_error', 'access_denied']);

/** What went wrong, in words for a person: the engine's own are for developers, who have the reference. */
export function ErrorPage({ t, error, reference, portal }: { t: Translate; error: string; reference: string; portal: string | undefined }) {
  return (
    <Page t={t} title={t('provider.error.title')} refused portal={portal}>
      <Notice kind="danger">{t(`provider.error.${KNOWN.has(error) ? error : 'other'}`)}</Notice>
      <p>{t('provider.error.again')}</p>
      <p className="hint">{t('pages.reference', { reference })}</p>
    </Page>
  );
}
