import { CreateRateLimit1790000000900 } from './1790000000900-create-rate-limit.ts';

export const httpMigrations = [CreateRateLimit1790000000900] as const;
