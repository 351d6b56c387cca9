import type { CharterText } from '@habilis/charter';
import { Actions, Button, Checkbox, Form, Page, parisDate, Prose, type Hidden, type Translate } from '@habilis/pages';
import type { Portal } from '../portals.ts';

interface Props {
  readonly t: Translate;
  readonly portal: Portal;
  readonly organisation: string | undefined;
  readonly charter: CharterText;
  readonly uid: string;
  readonly hidden: Hidden;
  /** « J’ai lu » was not ticked. */
  readonly unread?: boolean;
}

/** The charter in force, whole, to accept or to refuse knowing what follows. */
export function CharterPage({ t, portal, organisation, charter, uid, hidden, unread }: Props) {
  const { version, organisation: of } = charter;
  const since = parisDate(charter.effectiveAt, t.language);
  return (
    <Page
      t={t}
      title={charter.title}
      lead={t('provider.charter.lead', { version, since })}
      portal={portal.name}
      organisation={organisation}
      refused={unread === true}
    >
      <Prose markdown={charter.body} />
      <Form action={`/interaction/${uid}/charter`} hidden={{ ...hidden, of, version: String(version) }}>
        <Checkbox name="read" label={t('provider.charter.read')} {...(unread && { error: t('provider.charter.unread') })} />
        <p>{t('provider.charter.consequence', { portal: portal.name })}</p>
        <Actions>
          <Button name="answer" value="accept">
            {t('provider.charter.accept')}
          </Button>
          <Button kind="secondary" name="answer" value="refuse">
            {t('provider.charter.refuse')}
          </Button>
        </Actions>
      </Form>
    </Page>
  );
}
