import { I18nProvider } from 'react-aria-components/I18nProvider';
import { RouterProvider } from 'react-aria-components';
import { Navigate, Route, Routes, useHref, useNavigate } from 'react-router';
import { useMe } from './api/queries.ts';
import { useSessionEnded } from './api/session.ts';
import { roomsOf } from './rooms.tsx';
import { Frame } from './shell/frame.tsx';
import { CharterOwed, Failed, NoRole, Nowhere, SignIn } from './shell/states.tsx';
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
  const rooms = roomsOf(me);
  if (rooms.length === 0) return me.owes.length > 0 ? <CharterOwed owes={me.owes} /> : <NoRole wearable={me.wearable} />;
  return (
    <Frame me={me} rooms={rooms}>
      <Routes>
        <Route index element={<Navigate to={`/${rooms[0]!.path}`} replace />} />
        {rooms.map(({ path, show }) => (
          <Route key={path} path={path} element={show(me)} />
        ))}
        <Route path="*" element={<Nowhere />} />
      </Routes>
    </Frame>
  );
}
