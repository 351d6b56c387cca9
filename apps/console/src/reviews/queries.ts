import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { act, read } from '../api/client.ts';
import type { Decided, PlanForm, Review, ReviewAction, ReviewForm, ReviewItem, ReviewStarted, SettleForm } from '../api/types.ts';

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

export type Finding = ReviewAction['finding'];
export type GivingUp = NonNullable<ReviewAction['givenUp']>;

/** @param query as in the address: `state=late&offset=50` */
export const useReviewActions = (id: string, query: string) =>
  useQuery({
    queryKey: ['reviews', id, 'actions', query],
    queryFn: ({ signal }) => read<Part<ReviewAction>>(`reviews/${id}/actions?${query}`, signal),
    placeholderData: keepPreviousData,
  });

export const planAction = (id: string, form: PlanForm) => act<Part<ReviewAction>>(`reviews/${id}/actions`, form);

export const settleAction = (id: string, action: string, form: SettleForm) =>
  act<Part<ReviewAction>>(`reviews/${id}/actions/${action}/settle`, form);
