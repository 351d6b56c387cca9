import type { ComponentType, ReactNode } from 'react';
import type { Act, Me } from './api/types.ts';
import { CharterTextRoom } from './rooms/charter-text.tsx';
import { ChartersRoom } from './rooms/charters.tsx';
import { DerogationsRoom } from './rooms/derogations.tsx';
import { DesignationsRoom } from './rooms/designations.tsx';
import { EmergenciesRoom } from './rooms/emergencies.tsx';
import { DoubtRoom } from './rooms/doubt.tsx';
import { DoubtsRoom } from './rooms/doubts.tsx';
import { InvitationsRoom } from './rooms/invitations.tsx';
import { MemberRoom } from './rooms/member.tsx';
import { MembersRoom } from './rooms/members.tsx';
import { NextCharterRoom } from './rooms/next-charter.tsx';
import { NewReviewRoom } from './rooms/new-review.tsx';
import { RecoveriesRoom } from './rooms/recoveries.tsx';
import { RenewalRoom } from './rooms/renewal.tsx';
import { RenewalsRoom } from './rooms/renewals.tsx';
import { RequestsRoom } from './rooms/requests.tsx';
import { RoleRequestsRoom } from './rooms/role-requests.tsx';
import { WhyRoom } from './rooms/why.tsx';
import { ReviewActionsRoom } from './rooms/review-actions.tsx';
import { ReviewRoom } from './rooms/review.tsx';
import { ReviewsRoom } from './rooms/reviews.tsx';
import { PolicyDraft, PolicyGraph, PolicyPage, PolicyVersion, PolicyVersions } from './policies/doors.tsx';
import { StructureGrantsRoom } from './rooms/structure-grants.tsx';
import { DoubtsWaiting, RequestsWaiting } from './shell/waiting.tsx';

/** A room of the console: its address, who may enter, and its door when it has one. */
export interface Room {
  readonly path: string;
  /** The right that opens it, in one organisation at least. */
  readonly right: Act;
  readonly show: (me: Me) => ReactNode;
  readonly door?: Door;
}

/** Where a room is found in the navigation: its wing, its word, and what says how much waits inside. */
export interface Door {
  readonly wing: (typeof WINGS)[number];
  readonly words: string;
  readonly Waiting?: ComponentType;
}

/** What an administrator comes for: an answer that people wait for, the people themselves, the rules they live by. */
export const WINGS = ['waiting', 'people', 'rules'] as const;

/** Every room, in the order of their doors; the first one that opens is where people arrive. */
// prettier-ignore
const ROOMS: readonly Room[] = [
  { path: 'requests',                        right: 'approve',  show: () => <RequestsRoom />,            door: { wing: 'waiting', words: 'nav.requests', Waiting: RequestsWaiting } },
  { path: 'doubts',                          right: 'approve',  show: () => <DoubtsRoom />,              door: { wing: 'waiting', words: 'nav.doubts', Waiting: DoubtsWaiting } },
  { path: 'doubts/:id',                      right: 'approve',  show: () => <DoubtRoom /> },
  { path: 'members',                         right: 'list',     show: (me) => <MembersRoom me={me} />,   door: { wing: 'people', words: 'nav.members' } },
  { path: 'members/:id',                     right: 'list',     show: (me) => <MemberRoom me={me} /> },
  { path: 'members/:id/why',                 right: 'roles',    show: () => <WhyRoom /> },
  { path: 'invitations',                     right: 'invite',   show: (me) => <InvitationsRoom me={me} />, door: { wing: 'people', words: 'nav.invitations' } },
  { path: 'role-requests',                   right: 'roles',    show: (me) => <RoleRequestsRoom me={me} />,        door: { wing: 'waiting', words: 'nav.role-requests' } },
  { path: 'emergencies',                     right: 'emergencies', show: () => <EmergenciesRoom />,      door: { wing: 'waiting', words: 'nav.emergencies' } },
  { path: 'recoveries',                      right: 'recover',  show: () => <RecoveriesRoom />,          door: { wing: 'waiting', words: 'nav.recoveries' } },
  { path: 'renewals',                        right: 'renew',    show: (me) => <RenewalsRoom me={me} />,  door: { wing: 'people', words: 'nav.renewals' } },
  { path: 'renewals/:id',                    right: 'renew',    show: () => <RenewalRoom /> },
  { path: 'charters',                        right: 'charters', show: (me) => <ChartersRoom me={me} />,  door: { wing: 'rules', words: 'nav.charters' } },
  { path: 'charters/:organisation/:version', right: 'charters', show: (me) => <CharterTextRoom me={me} /> },
  { path: 'charters/:organisation/next',     right: 'publish',  show: (me) => <NextCharterRoom me={me} /> },
  { path: 'structure-grants',                right: 'roles',    show: (me) => <StructureGrantsRoom me={me} />, door: { wing: 'people', words: 'nav.structure-grants' } },
  { path: 'designations',                    right: 'roles',    show: () => <DesignationsRoom />,        door: { wing: 'people', words: 'nav.designations' } },
  { path: 'derogations',                     right: 'derogations', show: (me) => <DerogationsRoom me={me} />, door: { wing: 'rules', words: 'nav.derogations' } },
  { path: 'reviews',                         right: 'reviews',  show: (me) => <ReviewsRoom me={me} />,   door: { wing: 'rules', words: 'nav.reviews' } },
  { path: 'reviews/new',                     right: 'start-review', show: (me) => <NewReviewRoom me={me} /> },
  { path: 'reviews/:id',                     right: 'reviews',  show: (me) => <ReviewRoom me={me} /> },
  { path: 'reviews/:id/actions',             right: 'reviews',  show: (me) => <ReviewActionsRoom me={me} /> },
  { path: 'policies',                        right: 'policies', show: () => <PolicyPage />,              door: { wing: 'rules', words: 'nav.policies' } },
  { path: 'policies/graph',                  right: 'policies', show: () => <PolicyGraph /> },
  { path: 'policies/versions',               right: 'policies', show: () => <PolicyVersions /> },
  { path: 'policies/versions/:id',           right: 'policies', show: (me) => <PolicyVersion me={me} /> },
  { path: 'policies/draft',                  right: 'policies', show: () => <PolicyDraft /> },
];

/** The rooms this person may enter: nobody is shown a door that would be refused. */
export const roomsOf = (me: Pick<Me, 'acts'>): readonly Room[] => ROOMS.filter(({ right }) => me.acts[right].length > 0);
