import { listOf, singlePage } from '@siteninja/http';
import { toJsonSchema, s } from '@siteninja/schema';
import { route } from '../context';
import { sectionTypes } from '.';

export const sectionTypeRoutes = [
  route({
    method: 'get',
    path: '/section-types',
    summary: 'List the section types with the JSON Schema (2020-12) of their content and an example',
    allow: 'public',
    returns: listOf(
      s.object({
        type: s.string(),
        title: s.string(),
        description: s.string(),
        version: s.describe(s.integer({ min: 1 }), 'That of the schema. Sections are read in it.'),
        deprecated: s.describe(s.boolean(), 'Whether new sections of the type are refused.'),
        schema: s.anyObject(),
        example: s.anyObject(),
      }),
    ),
    answerExample: singlePage([]),
    handle: () => {
      const items = [...sectionTypes.values()].map((sectionType) => {
        const { type, title, description, version, isDeprecated, content, example } = sectionType;
        const schema = toJsonSchema(content);
        return { type, title, description, version, deprecated: isDeprecated, schema, example };
      });
      return Promise.resolve(singlePage(items));
    },
  }),
];
