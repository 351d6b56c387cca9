import { lazy, Suspense, type ComponentType } from 'react';
import { Loading } from '../shell/states.tsx';

/** A room that comes with whoever enters it, and weighs nothing for the others. */
function coming<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const Room = lazy(async () => ({ default: await load() }));
  return (props: Props) => (
    <Suspense fallback={<Loading lines={8} />}>
      <Room {...props} />
    </Suspense>
  );
}

export const PolicyRoom = coming(async () => (await import('./policy-room.tsx')).PolicyRoom);
export const PolicyGraphRoom = coming(async () => (await import('./graph-room.tsx')).GraphRoom);
export const PolicyVersionsRoom = coming(async () => (await import('./versions-room.tsx')).VersionsRoom);
export const PolicyVersionRoom = coming(async () => (await import('./version-room.tsx')).VersionRoom);
export const PolicyDraftRoom = coming(async () => (await import('./draft-room.tsx')).DraftRoom);
