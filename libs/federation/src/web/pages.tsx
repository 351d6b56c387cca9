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
  type Language,
  type Sentences,
} from '@habilis/pages';
import type { ShownArrival } from '../ports.ts';

interface Refused {
  readonly refusal: Refusal;
  readonly upstream: { readonly id: string; readonly label: string };
  readonly interaction: string | null;
  readonly reference: string;
}

/** The pages people meet between an upstream and their portal. */
export class FederationPages {
  constructor(private readonly sentences: Sentences) {}

  /** Why the sign-in stopped, in words; what to tell the support; how to go on. */
  refused(language: Language, { refusal, upstream, interaction, reference }: Refused): string {
    const t = this.sentences.for(language);
    const values = { upstream: upstream.label };
    const sentence = this.sentences.refusal(language, refusal.code, values) ?? t('federation.refused');
    return renderPage(
      <Page t={t} title={t('federation.refused-title')} refused>
        <Notice kind="danger">{sentence}</Notice>
        <p>{t('pages.reference', { reference })}</p>
        <p>{t('federation.nothing-changed')}</p>
        {interaction === null ? (
          <Actions>
            <ButtonLink href="/">{t('federation.home')}</ButtonLink>
          </Actions>
        ) : (
          <WaysOn {...{ refusal, upstream, interaction }} words={t} />
        )}
      </Page>,
    );
  }

  /** « C’est bien vous ? »: the upstream answered for someone who was already signed in on this computer. */
  confirm(language: Language, { arrival, label, action }: { arrival: ShownArrival; label: string; action: string }): string {
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
        <Form action={action}>
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

function WaysOn({ refusal, upstream, interaction, words: t }: Omit<Refused, 'reference'> & { words: ReturnType<Sentences['for']> }) {
  const again = `/upstream/${upstream.id}/start`;
  return (
    <>
      {refusal.details['mayAskAgain'] === 1 && (
        <Form action={again} hidden={{ interaction: interaction!, again: 'yes' }}>
          <Button>{t('federation.ask-again')}</Button>
        </Form>
      )}
      <Actions>
        {refusal.code === 'upstream.state-replayed' ? (
          <ButtonLink kind="primary" href={`/upstream/${upstream.id}/confirm/${interaction}`}>
            {t('federation.go-on')}
          </ButtonLink>
        ) : (
          <ButtonLink kind="primary" href={`/interaction/${interaction}`}>
            {t('federation.other-means')}
          </ButtonLink>
        )}
      </Actions>
    </>
  );
}
