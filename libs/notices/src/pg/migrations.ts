import type { Migration } from '@habilis/database';
import { OweNotices1790000004100 } from './1790000004100-owe-notices.ts';

export const noticesMigrations: readonly Migration[] = [OweNotices1790000004100];
