import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { read } from '../api/client.ts';
import type { Invitation, Page, PastImport } from '../api/types.ts';

export function useInvitations() {
  return useInfiniteQuery({
    queryKey: ['invitations', 'people'],
    queryFn: ({ pageParam, signal }) => read<Page<Invitation>>(`invitations?limit=50${pageParam && `&cursor=${pageParam}`}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

export function usePastImports() {
  return useQuery({
    queryKey: ['invitations', 'imports'],
    queryFn: ({ signal }) => read<{ items: PastImport[] }>('invitations/imports', signal),
  });
}

/** After an invitation, those who are listed and the people of the organisation are read again. */
export function useInvited() {
  const client = useQueryClient();
  return () => Promise.all([['invitations'], ['members']].map((queryKey) => client.invalidateQueries({ queryKey })));
}
