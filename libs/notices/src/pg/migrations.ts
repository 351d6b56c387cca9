import type { Migration } from '@habilis/database';
import { OweNotices1790000004100 } from './1790000004100-owe-notices.ts';
import { OweMoreNotices1790000004200 } from './1790000004200-owe-more-notices.ts';
import { OweNoticeOfStay1790000004300 } from './1790000004300-owe-notice-of-stay.ts';
import { OweNoticeOfRoles1790000004400 } from './1790000004400-owe-notice-of-roles.ts';
import { OweNoticesOfReviews1790000004450 } from './1790000004450-owe-notices-of-reviews.ts';
import { OweNoticesOfWaysIn1790000004500 } from './1790000004500-owe-notices-of-ways-in.ts';
import { OweNoticesOfRules1790000004600 } from './1790000004600-owe-notices-of-rules.ts';
import { OweNoticesOfWrongIdentities1790000004610 } from './1790000004610-owe-notices-of-wrong-identities.ts';

export const noticesMigrations: readonly Migration[] = [
  OweNotices1790000004100,
  OweMoreNotices1790000004200,
  OweNoticeOfStay1790000004300,
  OweNoticeOfRoles1790000004400,
  OweNoticesOfReviews1790000004450,
  OweNoticesOfWaysIn1790000004500,
  OweNoticesOfRules1790000004600,
  OweNoticesOfWrongIdentities1790000004610,
];
