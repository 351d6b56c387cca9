import { Actions, Badge, ButtonLink, Choice, Definition, EmptyState, Notice, Time, type Translate } from '@habilis/pages';
import { works, type Factor } from '../factor/factor.ts';
import { FEW_CODES, SECURITY_STEPS, securityOf, type SecurityStep } from '../factor/security-steps.ts';
import { isMet } from '../factor/required-factors.ts';
import type { KeptPassword } from '../password/password.ts';
import type { Acr } from '../sign-in/assurance.ts';
import type { Identifier } from '../sign-in/identifier.ts';

/** Where each step is taken. */
const WHERE: Record<SecurityStep, string> = {
  factor: '/moi/securite/ajouter',
  codes: '/moi/securite/codes',
  passkey: '/moi/securite/cle',
  spare: '/moi/securite/ajouter',
};

interface Props {
  readonly t: Translate;
  readonly factors: readonly Factor[];
  readonly required: Acr | undefined;
  readonly identifier: Identifier | undefined;
  readonly password: KeptPassword | undefined;
  /** What has just been done, to say so. */
  readonly done: string | undefined;
}

/** How well an account is protected, what to do next, and everything its person proves themselves with. */
export function SecurityPage({ t, factors, required, identifier, password, done }: Props) {
  return (
    <>
      {done && <Notice kind="success">{t(`security.done-${done}`)}</Notice>}
      {required && !isMet(required, factors) && <Notice kind="warning">{t(`security.required-${required.split(':').at(-1)}`)}</Notice>}
      <Progress t={t} factors={factors} />
      <h2>{t('security.factors')}</h2>
      {factors.length === 0 && <EmptyState title={t('security.none')} />}
      <ul className="places" role="list">
        {factors.map((factor) => (
          <li key={factor.id}>
            <OneFactor t={t} factor={factor} />
          </li>
        ))}
      </ul>
      {identifier && <OwnPassword t={t} identifier={identifier} password={password} />}
      <h2>{t('security.more')}</h2>
      <Choice
        label={t('security.more')}
        options={[
          { href: '/moi/securite/cle', label: t('security.passkey.add'), description: t('security.passkey.why') },
          { href: '/moi/securite/application', label: t('security.totp.add'), description: t('security.totp.why') },
          { href: '/moi/securite/codes', label: t('security.codes.title'), description: t('security.codes.why') },
        ]}
      />
      <Actions>
        <ButtonLink href="/moi">{t('own.back')}</ButtonLink>
      </Actions>
    </>
  );
}

/** A bar for the eye, a sentence for everyone, and one thing to do. */
function Progress({ t, factors }: Pick<Props, 't' | 'factors'>) {
  const { done, next } = securityOf(factors);
  return (
    <section className="progress" aria-labelledby="progress">
      <p id="progress">{t('security.progress', { count: done.length, of: SECURITY_STEPS.length })}</p>
      <progress max={SECURITY_STEPS.length} value={done.length} aria-labelledby="progress" />
      <ul role="list">
        {SECURITY_STEPS.map(({ step }) => (
          <li key={step} className={done.includes(step) ? 'done' : undefined}>
            <span className="unseen">{t(done.includes(step) ? 'security.step-done' : 'security.step-left')}&nbsp;: </span>
            {t(`security.step-${step}`)}
          </li>
        ))}
      </ul>
      {next && (
        <Actions>
          <ButtonLink kind="primary" href={WHERE[next]}>
            {t(`security.next-${next}`)}
          </ButtonLink>
        </Actions>
      )}
    </section>
  );
}

/** For whoever has an identifier of ours: the password that goes with it, or its absence. */
function OwnPassword({ t, identifier, password }: { t: Translate; identifier: Identifier; password: KeptPassword | undefined }) {
  return (
    <>
      <h2>
        {t('security.password.title')} {password?.heldSince && <Badge kind="danger">{t('security.password.held')}</Badge>}
      </h2>
      <Definition
        items={[
          { term: t('security.password.identifier'), value: identifier.written },
          { term: t('security.password.since'), value: password ? <Time at={password.changedAt} /> : t('security.password.none') },
        ]}
      />
      <Actions>
        <ButtonLink href="/moi/securite/mot-de-passe">{t(password ? 'security.password.change' : 'security.password.choose')}</ButtonLink>
        {password && (
          <ButtonLink kind="quiet" href="/moi/perte?quoi=password">
            {t('security.password.report')}
          </ButtonLink>
        )}
      </Actions>
    </>
  );
}

function OneFactor({ t, factor }: { t: Translate; factor: Factor }) {
  const { id, kind, name, createdAt, lastUsedAt, held, left, deviceBound } = factor;
  const sort = kind === 'passkey' ? `passkey-${deviceBound ? 'bound' : 'synced'}` : kind;
  return (
    <>
      <h3>
        {name} {held && <Badge kind="danger">{t(`security.held-${held.why}`)}</Badge>}
        {!held && !works(factor) && <Badge kind="warning">{t('security.codes.spent')}</Badge>}
        {!held && left !== undefined && left > 0 && left < FEW_CODES && <Badge kind="warning">{t('security.codes.few')}</Badge>}
      </h3>
      <Definition
        items={[
          { term: t('security.kind'), value: t(`security.kind-${sort}`) },
          ...(left === undefined ? [] : [{ term: t('security.codes.left'), value: t('security.codes.count', { count: left }) }]),
          { term: t('security.since'), value: <Time at={createdAt} /> },
          { term: t('security.used'), value: lastUsedAt ? <Time at={lastUsedAt} /> : t('security.never-used') },
        ]}
      />
      {held && <p>{t('security.held')}</p>}
      <Actions>
        <ButtonLink href={`/moi/securite/${id}/nom`}>{t('security.rename', { name })}</ButtonLink>
        {!held && <ButtonLink href={`/moi/perte?quoi=${kind}&moyen=${id}`}>{t('security.report', { name })}</ButtonLink>}
        <ButtonLink kind="quiet" href={`/moi/securite/${id}/retrait`}>
          {t('security.remove', { name })}
        </ButtonLink>
      </Actions>
    </>
  );
}
