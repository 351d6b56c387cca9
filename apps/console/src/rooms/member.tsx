import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ActDialog } from '../acts/act-dialog.tsx';
import type { Doing } from '../acts/acts.ts';
import { takeUp } from '../acts/come-back.ts';
import { useMember } from '../api/queries.ts';
import type { Grant, Hold, Me, Sheet } from '../api/types.ts';
import { Badge } from '../shell/badge.tsx';
import { DeliveriesPanel } from '../sheet/deliveries-panel.tsx';
import { GrantsPanel } from '../sheet/grants-panel.tsx';
import { HoldsPanel } from '../sheet/holds-panel.tsx';
import { IdentitiesPanel } from '../sheet/identities-panel.tsx';
import { possibleActs } from '../sheet/possible-acts.ts';
import { StandingPanel } from '../sheet/standing-panel.tsx';
import { Timeline } from '../sheet/timeline.tsx';
import { Failed, Loading } from '../shell/states.tsx';
import { useTitle } from '../shell/title.ts';
import { day, moment } from '../when.ts';
import { t } from '../words.ts';

/** One person: where they stand and why, what may be done about it, and how it came about. @fr fiche */
export function MemberRoom({ me }: { me: Me }) {
  const { id = '' } = useParams();
  const member = useMember(id);
  useTitle(member.data ? nameOf(member.data) : t('members.title'));
  return (
    <>
      <p className="back">
        <Link to="/members">{t('member.back')}</Link>
      </p>
      {member.isPending && <Loading lines={8} />}
      {member.error && !member.data && <Failed problem={member.error} retry={() => void member.refetch()} />}
      {member.data && <MemberSheet key={id} sheet={member.data} me={me} />}
    </>
  );
}

const nameOf = ({ givenName, familyName }: Sheet) => `${givenName} ${familyName}`;

function MemberSheet({ sheet, me }: { sheet: Sheet; me: Me }) {
  const [doing, setDoing] = useState<Doing | null>(takeUp);
  const begin = (rest: Pick<Doing, 'act' | 'organisations' | 'on' | 'everywhere'>) =>
    setDoing({ account: sheet.id, version: sheet.version, name: nameOf(sheet), ...rest });
  const lift = (hold: Hold) => begin({ act: 'lift', organisations: [], on: hold.id });
  const revoke = (grant: Grant) => begin({ act: 'revoke', organisations: [], on: grant.id });
  return (
    <>
      <SheetHead sheet={sheet} me={me} begin={begin} />
      <div className="sheet">
        <div className="sheet-main">
          <StandingPanel sheet={sheet} />
          <HoldsPanel sheet={sheet} {...(sheet.acts.includes('lift') && { lift })} />
          <GrantsPanel sheet={sheet} {...(sheet.acts.includes('revoke') && { revoke })} />
          {me.acts.roles.length > 0 && (
            <Link className="between" to={`/members/${sheet.id}/why`}>
              {t('why.title')}
            </Link>
          )}
          <IdentitiesPanel sheet={sheet} />
          <DeliveriesPanel sheet={sheet} />
        </div>
        <div className="sheet-side">
          <Timeline id={sheet.id} acts={sheet.acts.includes('history')} traces={sheet.acts.includes('journal')} />
          <p className="hint">{t('member.sensitive')}</p>
        </div>
      </div>
      <ActDialog doing={doing} close={() => setDoing(null)} />
    </>
  );
}

interface HeadProps {
  readonly sheet: Sheet;
  readonly me: Me;
  readonly begin: (doing: Pick<Doing, 'act' | 'organisations' | 'everywhere'>) => void;
}

function SheetHead({ sheet, me, begin }: HeadProps) {
  const { lastSignInAt, createdAt, memberships } = sheet;
  return (
    <header className="sheet-head">
      <div>
        <h1>{nameOf(sheet)}</h1>
        <p className="places">
          {memberships.map(({ organisation, stage, until }) => (
            <span key={organisation.id}>
              {organisation.name} <Badge tone={stage === 'active' ? 'success' : 'info'}>{t(`place.${stage}`)}</Badge>
              {stage === 'active' && until && ` ${t('place.until', { day: day(until) })}`}
            </span>
          ))}
        </p>
        <p className="hint">
          {t('member.since', { day: day(createdAt) })} ·{' '}
          {lastSignInAt ? t('member.last-sign-in', { moment: moment(lastSignInAt) }) : t('member.never-signed-in')}
        </p>
      </div>
      <div className="sheet-acts" role="group" aria-label={t('member.acts')}>
        {possibleActs(sheet, me).map(({ act, organisations, everywhere }) => (
          <button
            key={act}
            type="button"
            className={act === 'approve' ? 'button' : 'button secondary'}
            onClick={() => begin({ act, organisations, everywhere })}
            aria-haspopup="dialog"
          >
            {t(`act.${act}`)}
          </button>
        ))}
      </div>
    </header>
  );
}
