import { Button, HiddenInputs, Notice, type ButtonKind, type Hidden, type Translate } from '@habilis/pages';
import type { ReactNode } from 'react';
import type { CreationOptions } from '../factor/enrol-passkey.ts';
import type { RequestOptions } from '../factor/prove-passkey.ts';

type Asked = { readonly act: 'create'; readonly options: CreationOptions } | { readonly act: 'get'; readonly options: RequestOptions };

interface Props {
  readonly t: Translate;
  readonly action: string;
  readonly asked: Asked;
  readonly hidden: Hidden;
  readonly button: string;
  readonly kind?: ButtonKind;
  /** Other questions of the form. */
  readonly children?: ReactNode;
}

/**
 * A form whose answer a device gives. Hidden until the script of the page is there to ask it; without, the page says so.
 */
export function PasskeyForm({ t, action, asked, hidden, button, kind = 'primary', children }: Props) {
  return (
    <>
      <form method="post" action={action} data-passkey={asked.act} data-options={JSON.stringify(asked.options)} hidden noValidate>
        <HiddenInputs values={{ ...hidden, response: '' }} />
        <div data-failed="" hidden>
          <Notice kind="warning">{t('security.passkey.failed')}</Notice>
        </div>
        {children}
        <Button kind={kind}>{button}</Button>
      </form>
      <noscript>
        <p className="hint">{t('security.passkey.no-script')}</p>
      </noscript>
    </>
  );
}
