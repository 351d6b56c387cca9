import type { Refusal } from '@habilis/kernel';
import {
  Actions,
  Button,
  ButtonLink,
  Field,
  Form,
  HiddenInputs,
  Notice,
  Page,
  passkeyScript,
  passwordScript,
  renderPage,
  type Hidden,
  type Language,
  type Sentences,
} from '@habilis/pages';
import type { RequestOptions } from '../factor/prove-passkey.ts';
import type { WaitingSignIn } from '../sign-in/local-sign-in.ts';

interface Shown {
  readonly uid: string;
  readonly waiting: WaitingSignIn;
  readonly hidden: Hidden;
  /** What a passkey would sign: the browser offers those it knows while the name is typed. */
  readonly passkey: RequestOptions;
}

/** The pages of signing in with an identifier and a password. */
export class SignInPages {
  constructor(private readonly sentences: Sentences) {}

  identify(language: Language, { uid, waiting, hidden, passkey }: Shown, tried?: { identifier: string; refusal: Refusal }): string {
    const t = this.sentences.for(language);
    const { portal, organisation } = waiting;
    return renderPage(
      <Page
        t={t}
        title={t('sign-in.title')}
        script={[passwordScript, passkeyScript]}
        portal={portal}
        {...(organisation && { organisation })}
        refused={tried !== undefined}
      >
        {tried && (
          <Notice kind="danger">{this.sentences.refusal(language, tried.refusal.code, tried.refusal.details) ?? tried.refusal.code}</Notice>
        )}
        <Form action={`/sign-in/${uid}/password`} hidden={hidden}>
          <Field
            label={t('sign-in.identifier')}
            name="identifier"
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={tried?.identifier.slice(0, 254) ?? ''}
          />
          <Field label={t('sign-in.password')} name="password" type="password" autoComplete="current-password" />
          <Button>{t('sign-in.go')}</Button>
        </Form>
        <form
          method="post"
          action={`/sign-in/${uid}/passkey`}
          data-passkey="get"
          data-conditional=""
          data-options={JSON.stringify(passkey)}
          hidden
        >
          <HiddenInputs values={{ ...hidden, response: '' }} />
        </form>
        <Actions>
          <ButtonLink href={`/sign-in/${uid}/passkey`}>{t('second-factor.use-passkey')}</ButtonLink>
        </Actions>
        <p>
          <a href="/mot-de-passe">{t('sign-in.forgotten')}</a>
        </p>
        <p>
          <a href="/report">{t('sign-in.lost')}</a>
        </p>
        <p>
          <a href="/secours">{t('sign-in.nothing-left')}</a>
        </p>
        <p>
          <a href={`/interaction/${uid}`}>{t('sign-in.other-means')}</a>
        </p>
      </Page>,
    );
  }
}
