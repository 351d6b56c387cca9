import { useQuery, useQueryClient } from '@tanstack/react-query';
import { read } from '../api/client.ts';
import type { Invitation } from '../api/types.ts';

export function useInvitations() {
  return useQuery({ queryKey: ['invitations'], queryFn: ({ signal }) => read<{ items: Invitation[] }>('invitations', signal) });
}

/** After an invitation, those who are listed and the people of the organisation are read again. */
export function useInvited() {
  const client = useQueryClient();
  return () => Promise.all([['invitations'], ['members']].map((queryKey) => client.invalidateQueries({ queryKey })));
}
