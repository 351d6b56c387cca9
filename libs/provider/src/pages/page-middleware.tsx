import { Actions, Button, Form, language, Page, renderPage, type Sentences } from '@habilis/pages';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { hiddenInputs } from './hidden-inputs.ts';
import { returns, send } from './page-headers.ts';

/** The engine posts a form by a script where a protocol wants a POST; it is the only page it writes by itself. */
const AUTOMATIC = /<form method="post" action="([^"]+)">/;

/** What the form goes on to: a device's code to be checked, the end of somebody else's session, or a portal that wants its answer posted. */
const WAYS_ON: Readonly<Record<string, string>> = { '/device': 'continue-device', '/session/end/confirm': 'continue-other' };
const wayOn = (action: string) => WAYS_ON[URL.parse(action, 'http://here')?.pathname ?? ''] ?? 'continue';

/**
 * Turns the engine's self-posting page into one of ours with a button.
 *
 * Our pages run no script, and the engine's would stand there doing nothing.
 */
export function pageMiddleware(sentences: Sentences) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    if (typeof ctx.body !== 'string' || !ctx.body.includes('<title>Submitting Callback</title>')) return;
    const action = AUTOMATIC.exec(ctx.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const t = sentences.for(language(ctx.req));
    const words = `provider.${wayOn(action)}`;
    const status = ctx.status;
    const page = (
      <Page t={t} title={t(`${words}.title`)} lead={t(`${words}.lead`)}>
        <Form action={action} hidden={hiddenInputs(ctx.body)}>
          <Actions>
            <Button>{t(`${words}.button`)}</Button>
          </Actions>
        </Form>
      </Page>
    );
    send(ctx, renderPage(page), [action, ...returns(ctx)]);
    ctx.status = status;
  };
}
