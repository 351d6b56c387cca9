import type { Refusal } from '@habilis/kernel';
import {
  Actions,
  Button,
  ButtonLink,
  Definition,
  Form,
  Notice,
  Page,
  renderPage,
  Time,
  type Hidden,
  type Language,
  type Sentences,
  type Translate,
} from '@habilis/pages';
import type { ShownArrival } from '../ports.ts';
import type { Errand } from './state-store.ts';

interface Refused {
  readonly refusal: Refusal;
  readonly upstream: { readonly id: string; readonly label: string };
  readonly interaction: string | null;
  /** What they had left for, when it was no sign-in. */
  readonly errand: Errand | null;
  readonly reference: string;
  readonly hidden: Hidden;
}

interface Confirming {
  readonly arrival: ShownArrival;
  readonly label: string;
  readonly action: string;
  readonly hidden: Hidden;
}

const HOME = { title: 'federation.refused-title', href: '/', words: 'federation.home' } as const;
/** Where each errand that failed leads back to. */
// prettier-ignore
const BACK = {
  link:     { title: 'federation.refused-title-link',     href: '/moi/identites', words: 'federation.identities' },
  identify: { title: 'federation.refused-title-identify', href: '/secours',       words: 'federation.recovery' },
} as const satisfies Record<Errand, { title: string; href: string; words: string }>;

/** The pages people meet between an upstream and their portal. */
export class FederationPages {
  constructor(private readonly sentences: Sentences) {}

  /** Why the sign-in stopped, in words; what to tell the support; how to go on. */
  refused(language: Language, { refusal, upstream, interaction, errand, reference, hidden }: Refused): string {
    const t = this.sentences.for(language);
    const back = errand === null ? HOME : BACK[errand];
    const values = { ...refusal.details, upstream: upstream.label };
    const sentence = this.sentences.refusal(language, refusal.code, values) ?? t('federation.refused');
    return renderPage(
      <Page t={t} title={t(back.title)} refused>
        <Notice kind="danger">{sentence}</Notice>
        <p>{t('pages.reference', { reference })}</p>
        <p>{t('federation.nothing-changed')}</p>
        {interaction === null ? (
          <Actions>
            <ButtonLink href={back.href}>{t(back.words)}</ButtonLink>
          </Actions>
        ) : (
          <WaysOn {...{ refusal, upstream, interaction, hidden }} words={t} />
        )}
      </Page>,
    );
  }

  /** « C’est bien vous ? »: the upstream answered for someone who was already signed in on this computer. */
  confirm(language: Language, { arrival, label, action, hidden }: Confirming): string {
    const t = this.sentences.for(language);
    const upstream = label;
    return renderPage(
      <Page t={t} title={t('federation.confirm-title')} lead={t('federation.confirm-lead', { upstream })}>
        <Definition
          items={[
            { term: t('federation.confirm-name'), value: <bdi>{arrival.name}</bdi> },
            { term: t('federation.confirm-since'), value: <Time at={arrival.authTime} /> },
          ]}
        />
        <Form action={action} hidden={hidden}>
          <Actions>
            <Button name="answer" value="yes">
              {t('federation.confirm-yes')}
            </Button>
            <Button kind="secondary" name="answer" value="no">
              {t('federation.confirm-no')}
            </Button>
          </Actions>
        </Form>
        <p>{t('federation.confirm-no-hint', { upstream })}</p>
      </Page>,
    );
  }
}

function WaysOn({ refusal, upstream, interaction, hidden, words: t }: Omit<Refused, 'reference' | 'errand'> & { words: Translate }) {
  const replayed = refusal.code === 'upstream.state-replayed';
  const on = replayed ? `/upstream/${upstream.id}/confirm/${interaction}` : `/interaction/${interaction}`;
  return (
    <>
      {refusal.details['mayAskAgain'] === 1 && (
        <Form action={`/upstream/${upstream.id}/start`} hidden={{ ...hidden, interaction: interaction!, again: 'yes' }}>
          <Button>{t('federation.ask-again')}</Button>
        </Form>
      )}
      <Actions>
        <ButtonLink kind="primary" href={on}>
          {t(replayed ? 'federation.go-on' : 'federation.other-means')}
        </ButtonLink>
      </Actions>
      <Form action={`/interaction/${interaction}/leave`} hidden={hidden}>
        <Button kind="quiet">{t('federation.portal')}</Button>
      </Form>
    </>
  );
}
