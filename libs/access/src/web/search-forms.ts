import { z } from 'zod';
import { MOST_RESULTS } from '../decision/search-access.ts';
import { ActionForm, ResourceForm, SubjectForm } from './authzen-forms.ts';

const name = z.string().min(1).max(100);
const page = z
  .strictObject({ token: z.string().max(200).optional(), limit: z.int().min(1).max(MOST_RESULTS).default(MOST_RESULTS) })
  .prefault({});
const context = z.record(z.string().max(100), z.unknown()).optional();

/** Who may do this to that? AuthZEN Authorization API 1.0, Subject Search. */
export const SubjectSearchForm = z
  .strictObject({ subject: z.strictObject({ type: name }), action: ActionForm, resource: ResourceForm, context, page })
  .meta({ id: 'AuthzenSubjectSearch' });

/** To what may they do this? Resource Search. */
export const ResourceSearchForm = z
  .strictObject({
    subject: SubjectForm,
    action: ActionForm,
    resource: z.strictObject({ type: name, properties: z.record(z.string().max(100), z.unknown()).optional() }),
    context,
    page,
  })
  .meta({ id: 'AuthzenResourceSearch' });

/** What may they do to this? Action Search. */
export const ActionSearchForm = z
  .strictObject({ subject: SubjectForm, resource: ResourceForm, context, page })
  .meta({ id: 'AuthzenActionSearch' });

const Thing = z.strictObject({ type: z.string(), id: z.string() });
const next = z.strictObject({ next_token: z.string().describe('Empty on the last page') });
export const FoundView = z.strictObject({ results: z.array(Thing), page: next }).meta({ id: 'AuthzenFound' });
export const FoundActions = z
  .strictObject({ results: z.array(z.strictObject({ name: z.string() })), page: next })
  .meta({ id: 'AuthzenFoundActions' });
