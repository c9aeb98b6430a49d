import { submission } from '@siteninja/contracts';
import { listQuery } from '@siteninja/http';
import { type Infer, type InferFields, omit, partial, pick, s } from '@siteninja/schema';
import { formContent, formField, TRAP_FIELD } from '../section-types/contact-form/form-fields';

export { submission };
export type Submission = Infer<typeof submission>;

const { fields: content } = formContent;
const fields = s.array(formField);

/** A form as the people of the tenant see it. */
export const form = s.named(
  'Form',
  s.object({
    id: s.describe(s.uuid(), 'The id of its section.'),
    tenantId: s.uuid(),
    pageId: s.uuid(),
    heading: content.heading,
    fields: s.describe(fields, 'As visitors see them now; of a form that is not live, as they were last.'),
    isLive: s.describe(s.boolean(), 'Whether visitors can send it.'),
    total: s.describe(s.integer(), 'Submissions that are kept, spam included.'),
    unread: s.describe(s.integer(), 'Submissions that nobody has read and that are no spam.'),
    spam: s.integer(),
    lastSubmittedAt: s.nullable(s.dateTime()),
  }),
);

/** A form as a visitor may fill it in. */
export const publicForm = s.named(
  'PublicForm',
  s.object({
    id: s.uuid(),
    heading: content.heading,
    fields: s.describe(fields, 'A `textarea` takes 5,000 characters, other text 500.'),
    submitLabel: s.string(),
    token: s.describe(
      s.string(),
      'To be sent with the answers. It is bound to the form and to the release, and stays valid while the release is kept.',
    ),
    trapField: s.describe(
      s.enum(TRAP_FIELD),
      'A field to hide from people and to send empty: what fills it in is a program.',
    ),
  }),
);

export const formQuery = omit(listQuery({ sort: ['id'] }), 'sort', 'order');

export const filledForm = s.object({
  fields: s.describe(
    // With the rules of the form each answer is named that cannot be taken, so these are all there are.
    s.anyObject({ exact: true }),
    'Answers by the names of their fields: text, of a `checkbox` true or false, of a `date` `YYYY-MM-DD`.',
  ),
  token: s.describe(s.string({ min: 0, max: 200 }), 'As the form gave it.'),
});

export const receipt = s.named(
  'FormReceipt',
  s.object({
    id: s.describe(s.uuid(), "The submission's."),
    thanks: s.describe(s.string(), 'What to show to the visitor.'),
  }),
);

export const submissionChange = partial(pick(submission, 'readAt', 'spam'));
export type SubmissionChange = Infer<typeof submissionChange>;

export const submissionFilters = {
  formId: s.describe(s.optional(s.uuid()), 'The id of the section.'),
  spam: s.describe(s.default(s.boolean(), false), 'What is kept apart as spam, instead of the rest.'),
  unread: s.optional(s.boolean()),
};
export type SubmissionFilters = InferFields<typeof submissionFilters>;

export const exportQuery = s.object(submissionFilters);
