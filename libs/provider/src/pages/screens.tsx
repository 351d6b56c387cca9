import { randomBytes } from 'node:crypto';
import { language, renderPage, type Sentences, type Translate } from '@habilis/pages';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { UpstreamLogout } from '../ports.ts';
import type { Screens } from '../screens.ts';
import { DeviceCodePage, DeviceConfirmPage, DeviceDonePage } from './device-pages.tsx';
import { ErrorPage } from './error-page.tsx';
import { hiddenInputs } from './hidden-inputs.ts';
import { returns, send } from './page-headers.ts';
import { SignedOutPage, SignOutPage } from './sign-out-pages.tsx';

interface Options {
  readonly sentences: Sentences;
  /** Signing out goes on to the upstream, from the same form. */
  readonly upstreamLogout: Pick<UpstreamLogout, 'origins'>;
  /** Told of each error shown, under its reference. */
  readonly report: (error: unknown, reference: string) => void;
}

/** The engine's own pages, in our words. */
export function screens({ sentences, upstreamLogout, report }: Options): Screens {
  const words = (ctx: KoaContextWithOIDC): Translate => sentences.for(language(ctx.req, asked(ctx)));
  return {
    signOut: (ctx, form) =>
      send(
        ctx,
        renderPage(
          <SignOutPage
            t={words(ctx)}
            portal={ctx.oidc.client?.clientName}
            client={ctx.oidc.client?.clientId}
            action="/session/end/confirm"
            hidden={hiddenInputs(form)}
          />,
        ),
        [...returns(ctx), ...upstreamLogout.origins()],
      ),
    signedOut: (ctx) => send(ctx, renderPage(<SignedOutPage t={words(ctx)} portal={ctx.oidc.client?.clientName} />)),
    deviceCode: (ctx, form, _out, err) =>
      send(ctx, renderPage(<DeviceCodePage t={words(ctx)} hidden={hiddenInputs(form)} error={err?.name} />)),
    deviceConfirm: (ctx, form, client, _info, userCode) =>
      send(
        ctx,
        renderPage(<DeviceConfirmPage t={words(ctx)} portal={client.clientName} userCode={userCode} hidden={hiddenInputs(form)} />),
      ),
    deviceDone: (ctx) => send(ctx, renderPage(<DeviceDonePage t={words(ctx)} portal={ctx.oidc.client?.clientName} />)),
    error: (ctx, out, error) => {
      const reference = randomBytes(5).toString('hex');
      report(error, reference);
      send(ctx, renderPage(<ErrorPage t={words(ctx)} error={out.error} reference={reference} portal={ctx.oidc.client?.clientName} />));
    },
  };
}

function asked(ctx: KoaContextWithOIDC): string | undefined {
  const wanted = ctx.oidc.params?.['ui_locales'];
  return typeof wanted === 'string' ? wanted : undefined;
}
