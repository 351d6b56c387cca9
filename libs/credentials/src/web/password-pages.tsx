import type { Refusal } from '@habilis/kernel';
import {
  Actions,
  Button,
  ButtonLink,
  Definition,
  Field,
  Form,
  Notice,
  Page,
  passwordScript,
  renderPage,
  type Hidden,
  type Language,
  type Sentences,
  type Translate,
} from '@habilis/pages';
import type { ReactNode } from 'react';
import type { PasswordOwner, RulesInForce } from '../password/password-owner.ts';
import type { PasswordRules } from '../password/password-rules.ts';

interface Choosing {
  readonly action: string;
  readonly owner: PasswordOwner;
  readonly hidden: Hidden;
  readonly refusal?: Refusal | undefined;
}

/** What a form adds to the choice itself. */
interface ChosenHere extends Choosing {
  /** What they sign in with: hidden in the form, so that password managers know whose password it is. */
  readonly identifier?: string;
  /** The password in force is asked first. */
  readonly asksCurrent?: boolean;
  /** What the authorities advise is said too. */
  readonly advised?: boolean;
  /** Questions that come first. */
  readonly before?: ReactNode;
}

/** The pages on which someone chooses a password, or asks for another. */
export class PasswordPages {
  constructor(
    private readonly sentences: Sentences,
    private readonly rules: RulesInForce,
  ) {}

  /** Someone invited: who they are to us, and what they sign in with from now on. */
  invited(language: Language, { identifier, ...choosing }: Choosing & { identifier: string }): string {
    const t = this.sentences.for(language);
    const { owner, action, hidden, refusal } = choosing;
    return renderPage(
      <Page
        t={t}
        title={t('passwords.invited.title', { name: owner.givenName })}
        lead={t('passwords.invited.lead')}
        script={passwordScript}
        refused={refusal !== undefined}
      >
        <Definition items={[{ term: t('passwords.identifier'), value: identifier }]} />
        <h2>{t('passwords.invited.with-passkey')}</h2>
        <p>{t('passwords.invited.passkey')}</p>
        <Form action={`${action}/passkey`} hidden={hidden}>
          <Button kind="secondary">{t('passwords.invited.use-passkey')}</Button>
        </Form>
        <h2>{t('passwords.invited.with-password')}</h2>
        <p>{t('passwords.invited.second-factor')}</p>
        {this.form(t, { ...choosing, identifier })}
      </Page>,
    );
  }

  /** A new password in place of the forgotten one. */
  choose(language: Language, choosing: Choosing): string {
    const t = this.sentences.for(language);
    return renderPage(
      <Page
        t={t}
        title={t('passwords.reset.title')}
        lead={t('passwords.reset.lead')}
        script={passwordScript}
        refused={choosing.refusal !== undefined}
      >
        {this.form(t, choosing)}
      </Page>,
    );
  }

  /** A new password in place of one that has to be replaced. */
  replace(language: Language, choosing: Choosing): string {
    const t = this.sentences.for(language);
    return renderPage(
      <Page
        t={t}
        title={t('passwords.replace.title')}
        lead={t('passwords.replace.lead')}
        script={passwordScript}
        refused={choosing.refusal !== undefined}
      >
        {this.form(t, choosing)}
      </Page>,
    );
  }

  forgotten(language: Language, hidden: Hidden): string {
    const t = this.sentences.for(language);
    return renderPage(
      <Page t={t} title={t('passwords.forgotten.title')} lead={t('passwords.forgotten.lead')}>
        <Form action="/mot-de-passe" hidden={hidden}>
          <Field label={t('passwords.identifier')} name="identifier" autoComplete="username" autoCapitalize="none" spellCheck={false} />
          <Button>{t('passwords.forgotten.go')}</Button>
        </Form>
      </Page>,
    );
  }

  /** The same words for everyone: who has an account here is nobody's business. */
  onItsWay(language: Language): string {
    const t = this.sentences.for(language);
    return renderPage(
      <Page t={t} title={t('passwords.on-its-way.title')}>
        <Notice kind="info">{t('passwords.on-its-way.lead')}</Notice>
        <p>{t('passwords.on-its-way.nothing')}</p>
        <Actions>
          <ButtonLink href="/">{t('passwords.home')}</ButtonLink>
        </Actions>
      </Page>,
    );
  }

  /** A link that opens nothing any more. */
  over(language: Language, of: 'invitation' | 'reset'): string {
    const t = this.sentences.for(language);
    return renderPage(
      <Page t={t} title={t('passwords.over.title')}>
        <p>{t(`passwords.over.${of}`)}</p>
        <Actions>
          {of === 'reset' && (
            <ButtonLink kind="primary" href="/mot-de-passe">
              {t('passwords.over.again')}
            </ButtonLink>
          )}
          <ButtonLink href="/">{t('passwords.home')}</ButtonLink>
        </Actions>
      </Page>,
    );
  }

  /** The one form in which a password is chosen: what is asked of it is said before, and why it was refused after. */
  form(t: Translate, { action, owner, hidden, refusal, identifier, asksCurrent = false, advised = false, before }: ChosenHere) {
    const rules = this.rules.of(owner);
    const error = refusal && (this.sentences.refusal(t.language, refusal.code, refusal.details) ?? refusal.code);
    const ofCurrent = refusal?.code === 'password.wrong' || refusal?.kind === 'busy';
    return (
      <Form action={action} hidden={hidden}>
        {identifier !== undefined && <input type="text" value={identifier} autoComplete="username" readOnly hidden />}
        {before}
        {asksCurrent && (
          <Field
            label={t('passwords.current')}
            name="current"
            type="password"
            autoComplete="current-password"
            error={ofCurrent ? error : undefined}
          />
        )}
        <Asked t={t} rules={rules} advised={advised} />
        <Field
          label={t('passwords.new')}
          name="password"
          type="password"
          autoComplete="new-password"
          error={ofCurrent ? undefined : error}
          hint={t('passwords.paste')}
        />
        <Button>{t('passwords.keep')}</Button>
      </Form>
    );
  }
}

/** What is asked of a password, in words; and where an organisation asks what the authorities advise against, that they do. */
function Asked({ t, rules, advised }: { t: Translate; rules: PasswordRules; advised: boolean }) {
  const { minimumLength, lastRefused, renewEveryDays } = rules;
  return (
    <>
      <ul>
        <li>{t('passwords.asked.length', { count: minimumLength })}</li>
        <li>{t('passwords.asked.guesses')}</li>
        <li>{t('passwords.asked.personal')}</li>
        {lastRefused > 0 && <li>{t('passwords.asked.history', { count: lastRefused })}</li>}
        {renewEveryDays !== null && <li>{t('passwords.asked.renew', { count: renewEveryDays })}</li>}
      </ul>
      {renewEveryDays !== null && <Notice kind="info">{t('passwords.asked.advice')}</Notice>}
      {advised && (
        <Notice kind="info" title={t('passwords.advice.title')}>
          <ul>
            {['phrase', 'apart', 'manager', 'when'].map((key) => (
              <li key={key}>{t(`passwords.advice.${key}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
