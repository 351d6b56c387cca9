import type { Migration } from '@habilis/database';
import { CreateStanding1790000005100 } from './1790000005100-create-standing.ts';
import { CreateRoleGrants1790000005200 } from './1790000005200-create-role-grants.ts';
import { CreateEngagements1790000005300 } from './1790000005300-create-engagements.ts';
import { CreateBreakGlass1790000005400 } from './1790000005400-create-break-glass.ts';
import { CreateRoleRequests1790000005500 } from './1790000005500-create-role-requests.ts';
import { KeepSealedIds1790000005600 } from './1790000005600-keep-sealed-ids.ts';
import { CreateReviews1790000005650 } from './1790000005650-create-reviews.ts';
import { CountReviewReminders1790000005660 } from './1790000005660-count-review-reminders.ts';
import { CountOrganisationTrees1790000005900 } from './1790000005900-count-organisation-trees.ts';
import { CreatePolicyVersions1790000005800 } from './1790000005800-create-policy-versions.ts';
import { DropStanding1790000005950 } from './1790000005950-drop-standing.ts';
import { CreateElevations1790000005960 } from './1790000005960-create-elevations.ts';
import { CreateVacancies1790000005970 } from './1790000005970-create-vacancies.ts';
import { CreateRegisters1790000005975 } from './1790000005975-create-registers.ts';
import { EndElevationsAtSignOut1790000005979 } from './1790000005979-end-elevations-at-sign-out.ts';
import { CreateStructureGrants1790000005980 } from './1790000005980-create-structure-grants.ts';
import { TellLateEmergencies1790000005985 } from './1790000005985-tell-late-emergencies.ts';
import { ReviewStructureGrants1790000005991 } from './1790000005991-review-structure-grants.ts';
import { CreateReviewActions1790000005992 } from './1790000005992-create-review-actions.ts';
import { IndexSearches1790000005995 } from './1790000005995-index-searches.ts';
import { NameSubstitutesOfReviewers1790000005996 } from './1790000005996-name-substitutes-of-reviewers.ts';
import { KeepAssuranceOfEmergencies1790000005997 } from './1790000005997-keep-assurance-of-emergencies.ts';

export const accessMigrations: readonly Migration[] = [
  CreateStanding1790000005100,
  CreateRoleGrants1790000005200,
  CreateEngagements1790000005300,
  CreateBreakGlass1790000005400,
  CreateRoleRequests1790000005500,
  KeepSealedIds1790000005600,
  CreateReviews1790000005650,
  CountReviewReminders1790000005660,
  CountOrganisationTrees1790000005900,
  CreatePolicyVersions1790000005800,
  DropStanding1790000005950,
  CreateElevations1790000005960,
  CreateVacancies1790000005970,
  CreateRegisters1790000005975,
  EndElevationsAtSignOut1790000005979,
  CreateStructureGrants1790000005980,
  TellLateEmergencies1790000005985,
  ReviewStructureGrants1790000005991,
  CreateReviewActions1790000005992,
  IndexSearches1790000005995,
  NameSubstitutesOfReviewers1790000005996,
  KeepAssuranceOfEmergencies1790000005997,
];
