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

export const PolicyPage = coming(() => import('./policy-room.tsx').then(({ PolicyRoom }) => PolicyRoom));
export const PolicyGraph = coming(() => import('./graph-room.tsx').then(({ GraphRoom }) => GraphRoom));
export const PolicyVersions = coming(() => import('./versions-room.tsx').then(({ VersionsRoom }) => VersionsRoom));
export const PolicyVersion = coming(() => import('./version-room.tsx').then(({ VersionRoom }) => VersionRoom));
export const PolicyDraft = coming(() => import('./draft-room.tsx').then(({ DraftRoom }) => DraftRoom));
