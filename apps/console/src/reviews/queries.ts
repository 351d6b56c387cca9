import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { act, read } from '../api/client.ts';
import type { Decided, Review, ReviewForm, ReviewItem, ReviewStarted } from '../api/types.ts';

interface Part<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** How many a page of items holds. */
export const PAGE = 50;

export const useReviews = () => useQuery({ queryKey: ['reviews'], queryFn: ({ signal }) => read<Part<Review>>('reviews', signal) });

export const useReview = (id: string) =>
  useQuery({ queryKey: ['reviews', id], queryFn: ({ signal }) => read<Review>(`reviews/${id}`, signal) });

/** @param query as in the address: `state=waiting&offset=50` */
export const useReviewItems = (id: string, query: string) =>
  useQuery({
    queryKey: ['reviews', id, 'items', query],
    queryFn: ({ signal }) => read<Part<ReviewItem>>(`reviews/${id}/items?${query}`, signal),
    placeholderData: keepPreviousData,
  });

export const startReview = (form: ReviewForm, preview: boolean) => act<ReviewStarted>('reviews', form, { preview });

export const decideReview = (id: string, form: { grants: readonly string[]; decision: 'keep' | 'remove'; why: string }, preview: boolean) =>
  act<Decided>(`reviews/${id}/decide`, form, { preview });
