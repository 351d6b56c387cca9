export { migrations } from '../../apps/iam/src/migrations.ts';
