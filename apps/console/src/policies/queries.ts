import type { DryRunWords, LintWords, PolicyPageWords, VersionSheetWords, VersionsWords, VersionWords } from '@habilis/access/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { act, read } from '../api/client.ts';

export type PolicyPage = PolicyPageWords;
export type Role = PolicyPage['roles'][number];
export type ThingType = PolicyPage['types'][number];
export type Rule = PolicyPage['rules'][number];
export type Version = VersionWords;
export type VersionSheet = VersionSheetWords;
export type Lint = LintWords;
export type DryRun = DryRunWords;
export type Files = VersionSheet['files'];

export const usePolicy = () =>
  useQuery({ queryKey: ['policies', 'current'], queryFn: ({ signal }) => read<PolicyPage>('policies/current', signal) });

export const useVersions = () => useQuery({ queryKey: ['policies'], queryFn: ({ signal }) => read<VersionsWords>('policies', signal) });

export const useVersion = (id: string | undefined) =>
  useQuery({
    queryKey: ['policies', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => read<VersionSheet>(`policies/${id}`, signal),
  });

/** What a version would change; asked for by a button, and kept while the version is looked at. */
export const useDryRun = (id: string, asked: boolean) =>
  useQuery({
    queryKey: ['policies', id, 'dry-run'],
    enabled: asked,
    staleTime: 60_000,
    queryFn: ({ signal }) => act<DryRun>(`policies/${id}/dry-run`, {}, { signal }),
  });

/** After a version was kept, set aside or put in force, all that is shown of policies is read again. */
export function usePoliciesRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['policies'] });
}
