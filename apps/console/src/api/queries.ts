import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Problem, read, rememberMe } from './client.ts';
import type {
  Charter,
  CharterText,
  Comparison,
  Doubt,
  Fact,
  Me,
  MemberRow,
  NamedRole,
  Page,
  Reasons,
  Request,
  Role,
  Sheet,
} from './types.ts';

/** Trying again helps when the service is away, not when it has refused. */
export const retry = (failures: number, error: Error) => failures < 2 && !(error instanceof Problem && error.status < 500);

/** What is refused may have been theirs a moment ago: what they may do is read again, and the doors follow. */
export function lookAgain(queries: QueryClient, error: Error): void {
  if (error instanceof Problem && (error.status === 403 || error.status === 404)) void queries.invalidateQueries({ queryKey: ['me'] });
}

export function useMe() {
  return useQuery({
    queryKey: ['me'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const me = await read<Me>('me', signal);
      rememberMe(me);
      return me;
    },
  });
}

const pages = { initialPageParam: '', getNextPageParam: (last: Page<unknown>) => last.next };
const after = (cursor: string) => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : '');

/** A queue is looked at to be emptied: whoever opens it sees it as it is, and whoever stays sees who comes. */
const queue = { refetchOnMount: 'always', refetchInterval: 60_000 } as const;

export function useRequests() {
  return useInfiniteQuery({
    ...pages,
    queryKey: ['requests'],
    queryFn: ({ pageParam, signal }) => read<Page<Request>>(`requests?limit=20${after(pageParam)}`, signal),
    ...queue,
  });
}

export function useDoubts() {
  return useInfiniteQuery({
    ...pages,
    queryKey: ['doubts'],
    queryFn: ({ pageParam, signal }) => read<Page<Doubt>>(`doubts?limit=20${after(pageParam)}`, signal),
    ...queue,
  });
}

export function useDoubt(id: string) {
  return useQuery({ queryKey: ['doubts', id], queryFn: ({ signal }) => read<Comparison>(`doubts/${id}`, signal) });
}

export function useCharters() {
  return useQuery({ queryKey: ['charters'], queryFn: ({ signal }) => read<{ items: Charter[] }>('charters', signal) });
}

/** A text is never changed: once read, it is kept. */
export function useCharterText(organisation: string, version: string, enabled = true) {
  return useQuery({
    queryKey: ['charter-text', organisation, version],
    enabled,
    staleTime: Infinity,
    queryFn: ({ signal }) => read<CharterText>(`charters/${organisation}/versions/${encodeURIComponent(version)}`, signal),
  });
}

/** @param query as in the address: `q=mar&stage=open`, the cursor included */
export function useMembers(query: string) {
  return useQuery({
    queryKey: ['members', query],
    queryFn: ({ signal }) => read<Page<MemberRow>>(`members?${query}`, signal),
    placeholderData: keepPreviousData,
  });
}

export function useMember(id: string) {
  return useQuery({ queryKey: ['member', id], queryFn: ({ signal }) => read<Sheet>(`members/${id}`, signal) });
}

/**
 * @param why the reason for which traces are read too; empty reads acts only
 * @param allowed asking without the right would only leave a refusal in the journal
 */
export function useTimeline(id: string, why: string, allowed: boolean) {
  return useInfiniteQuery({
    ...pages,
    enabled: allowed,
    queryKey: ['timeline', id, why],
    queryFn: ({ pageParam, signal }) =>
      read<Page<Fact>>(`members/${id}/timeline?limit=20${why && `&why=${why}`}${after(pageParam)}`, signal),
  });
}

export function useReasons() {
  return useQuery({ queryKey: ['reasons'], staleTime: Infinity, queryFn: ({ signal }) => read<Reasons>('reasons', signal) });
}

export function useRoles(enabled: boolean) {
  return useQuery({ queryKey: ['roles'], staleTime: 300_000, enabled, queryFn: ({ signal }) => read<{ items: Role[] }>('roles', signal) });
}

/** Every role people may hold, whether or not one may grant it. */
export function useNamedRoles() {
  return useQuery({
    queryKey: ['roles', 'named'],
    staleTime: 300_000,
    queryFn: ({ signal }) => read<{ items: NamedRole[] }>('roles/named', signal),
  });
}

const CHANGING = [
  'role-requests',
  'emergencies',
  'requests',
  'doubts',
  'members',
  'member',
  'timeline',
  'charters',
  'reviews',
  'designations',
  'derogations',
  'structure-grants',
];

/** After an act, all that may show its effect is read again. */
export function useRefresh() {
  const client = useQueryClient();
  return () => Promise.all(CHANGING.map((name) => client.invalidateQueries({ queryKey: [name] })));
}
