import type { ChoosableActivity } from '@habilis/accounts';
import { Button, Choice, Form, Page, type Hidden, type Translate } from '@habilis/pages';
import type { Portal } from '../portals.ts';

interface Props {
  readonly t: Translate;
  readonly portal: Portal;
  readonly organisation: string | undefined;
  /** The least privileged first. */
  readonly activities: readonly ChoosableActivity[];
  readonly uid: string;
  readonly hidden: Hidden;
}

/** In which activity the person comes: the one that opens least is on top. */
export function ActivityPage({ t, portal, organisation, activities, uid, hidden }: Props) {
  return (
    <Page t={t} title={t('provider.activity.title')} lead={t('provider.activity.lead')} portal={portal.name} organisation={organisation}>
      <Choice
        label={t('provider.activity.title')}
        options={activities.map(({ id, label }, at) => ({
          label,
          ...(at === 0 && { description: t('provider.activity.least') }),
          action: `/interaction/${uid}/activity`,
          hidden: { ...hidden, activity: id },
        }))}
      />
      <Form action={`/interaction/${uid}/leave`} hidden={hidden}>
        <Button kind="quiet">{t('provider.leave', { portal: portal.name })}</Button>
      </Form>
    </Page>
  );
}
