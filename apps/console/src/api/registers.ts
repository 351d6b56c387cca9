import type { DerogationPageWords, DerogationWords, NamedRegisterWords, NamedWords } from '@habilis/access/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { read } from './client.ts';

export type Named = NamedWords;
export type Derogation = DerogationWords;

export function useDesignations(past: boolean) {
  return useQuery({
    queryKey: ['designations', past],
    queryFn: ({ signal }) => read<NamedRegisterWords>(`designations?past=${past}`, signal),
    placeholderData: keepPreviousData,
  });
}

export function useDerogations(page: number) {
  return useQuery({
    queryKey: ['derogations', page],
    queryFn: ({ signal }) => read<DerogationPageWords>(`derogations?page=${page}`, signal),
    placeholderData: keepPreviousData,
  });
}
