import type {
  EmergencyPageWords,
  EmergencyWords,
  RoleRequestWords,
  StructureGrantWords,
  WhyTypeWords,
  WhyWords,
} from '@habilis/access/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { act, read } from './client.ts';

export type Emergency = EmergencyWords;
export type EmergencyCounts = EmergencyPageWords['counts'];
export type RoleRequest = RoleRequestWords;
export type StructureGrant = StructureGrantWords;
export type Why = WhyWords;
export type WhyType = WhyTypeWords;

interface Numbered<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

export function useRoleRequests(page: number) {
  return useQuery({
    queryKey: ['role-requests', page],
    queryFn: ({ signal }) => read<Numbered<RoleRequest>>(`role-requests?page=${page}`, signal),
    placeholderData: keepPreviousData,
  });
}

export function useStructureGrants(page: number) {
  return useQuery({
    queryKey: ['structure-grants', page],
    queryFn: ({ signal }) => read<Numbered<StructureGrant>>(`structure-grants?page=${page}`, signal),
    placeholderData: keepPreviousData,
  });
}

export function useEmergencies(page: number) {
  return useQuery({
    queryKey: ['emergencies', page],
    queryFn: ({ signal }) => read<EmergencyPageWords>(`emergencies?page=${page}`, signal),
    placeholderData: keepPreviousData,
  });
}

/** The types of things one may ask about. */
export function useWhyTypes() {
  return useQuery({
    queryKey: ['why-types'],
    staleTime: Infinity,
    queryFn: ({ signal }) => read<{ items: WhyType[] }>('why/types', signal),
  });
}

/** Asked with a form because attributes are long; nothing is changed, but the reading of the sheet is written. */
export function useWhy(form: object | null) {
  return useQuery({
    queryKey: ['why', form],
    enabled: form !== null,
    queryFn: ({ signal }) => act<Why>('why', form!, { signal }),
    gcTime: 0,
    retry: false,
  });
}
