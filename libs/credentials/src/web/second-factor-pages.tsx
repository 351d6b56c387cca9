import { pageHeaders } from '@habilis/http';
import type { Refusal } from '@habilis/kernel';
import {
  Button,
  Choice,
  Field,
  Form,
  language,
  Notice,
  Page,
  passkeyScript,
  renderPage,
  type Asset,
  type Hidden,
  type Sentences,
  type Translate,
} from '@habilis/pages';
import type { Request, Response } from 'express';
import type { ReactNode } from 'react';
import type { FactorKind } from '../factor/factor.ts';
import type { RequestOptions } from '../factor/prove-passkey.ts';
import type { LocalUnderWay } from './local-desk.ts';
import { PasskeyForm } from './passkey-form.tsx';

interface Asked extends LocalUnderWay {
  /** The one asked for now, and all that would do. */
  readonly kind: FactorKind;
  readonly kinds: readonly FactorKind[];
  readonly options: RequestOptions | undefined;
  readonly refusal: Refusal | undefined;
}

interface Shown {
  readonly title: string;
  readonly lead?: string;
  readonly refused?: boolean;
  readonly script?: Asset | undefined;
  readonly children: ReactNode;
}

/** The pages of a second factor, in the frame of a sign-in. */
export class SecondFactorPages {
  constructor(private readonly sentences: Sentences) {}

  words(request: Request): Translate {
    return this.sentences.for(language(request));
  }

  hidden(request: Request): Hidden {
    return request.csrf ? { csrf: request.csrf } : {};
  }

  /** One page on the way to a portal. */
  show(request: Request, response: Response, { waiting }: LocalUnderWay, shown: Shown): void {
    const { portal, organisation, origins } = waiting;
    pageHeaders(response, { formAction: origins, script: shown.script !== undefined });
    response
      .type('html')
      .send(renderPage(<Page t={this.words(request)} portal={portal} {...(organisation && { organisation })} {...shown} />));
  }

  ask(request: Request, response: Response, asked: Asked): void {
    const { signIn, kind, kinds, options, refusal } = asked;
    const t = this.words(request);
    const at = `/sign-in/${signIn.interaction}/second-factor`;
    const others = kinds.filter((each) => each !== kind);
    const wrong = refusal && (this.sentences.refusal(t.language, refusal.code, refusal.details) ?? refusal.code);
    this.show(request, response, asked, {
      title: t('second-factor.title'),
      lead: t(`second-factor.lead-${kind}`),
      refused: refusal !== undefined,
      script: kind === 'passkey' ? passkeyScript : undefined,
      children: (
        <>
          {wrong && <Notice kind="danger">{wrong}</Notice>}
          <Answer t={t} at={at} kind={kind} options={options} hidden={this.hidden(request)} />
          {others.length > 0 && (
            <>
              <h2>{t('second-factor.otherwise')}</h2>
              <Choice
                label={t('second-factor.otherwise')}
                options={others.map((each) => ({ href: `${at}?moyen=${each}`, label: t(`second-factor.by-${each}`) }))}
              />
            </>
          )}
          <p>
            <a href={`/interaction/${signIn.interaction}`}>{t('sign-in.other-means')}</a>
          </p>
        </>
      ),
    });
  }
}

function Answer({
  t,
  at,
  kind,
  options,
  hidden,
}: {
  t: Translate;
  at: string;
  kind: FactorKind;
  options: RequestOptions | undefined;
  hidden: Hidden;
}) {
  if (kind === 'passkey')
    return (
      <PasskeyForm
        t={t}
        action={`${at}/passkey`}
        asked={{ act: 'get', options: options! }}
        hidden={hidden}
        button={t('second-factor.use-passkey')}
      />
    );
  const [where, label] = kind === 'totp' ? [`${at}/code`, t('security.totp.code')] : [`${at}/recovery`, t('second-factor.recovery-code')];
  return (
    <Form action={where} hidden={hidden}>
      <Field
        label={label}
        name="code"
        inputMode={kind === 'totp' ? 'numeric' : 'text'}
        autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button>{t('sign-in.go')}</Button>
    </Form>
  );
}
