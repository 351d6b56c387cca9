import { I18nProvider } from 'react-aria-components/I18nProvider';
import { RouterProvider } from 'react-aria-components';
import { Navigate, Route, Routes, useHref, useNavigate } from 'react-router';
import { useMe } from './api/queries.ts';
import { useSessionEnded } from './api/session.ts';
import { MemberRoom } from './rooms/member.tsx';
import { MembersRoom } from './rooms/members.tsx';
import { RequestsRoom } from './rooms/requests.tsx';
import { Frame } from './shell/frame.tsx';
import { Failed, NoRole, Nowhere, SignIn } from './shell/states.tsx';
import { Toasts } from './shell/toasts.tsx';
import { spoken, t } from './words.ts';

/** The rooms, for who may enter: nobody is shown a door that would be refused. */
export function App() {
  const navigate = useNavigate();
  const me = useMe();
  const ended = useSessionEnded();
  return (
    <I18nProvider locale={spoken()}>
      <RouterProvider navigate={navigate} useHref={useHref}>
        {ended ? (
          <SignIn again={me.data !== undefined} />
        ) : me.data ? (
          <Rooms />
        ) : me.error ? (
          <Failed problem={me.error} retry={() => void me.refetch()} />
        ) : (
          <Opening />
        )}
        <Toasts />
      </RouterProvider>
    </I18nProvider>
  );
}

function Opening() {
  return (
    <p className="opening" role="status">
      {t('loading')}
    </p>
  );
}

function Rooms() {
  const me = useMe().data!;
  if (!me.acts.list.length) return <NoRole />;
  return (
    <Frame me={me}>
      <Routes>
        <Route index element={<Navigate to={me.acts.approve.length ? '/requests' : '/members'} replace />} />
        <Route path="requests" element={<RequestsRoom />} />
        <Route path="members" element={<MembersRoom me={me} />} />
        <Route path="members/:id" element={<MemberRoom me={me} />} />
        <Route path="*" element={<Nowhere />} />
      </Routes>
    </Frame>
  );
}
