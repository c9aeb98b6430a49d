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
        schema: s.anyObject(),
        example: s.anyObject(),
      }),
    ),
    answerExample: singlePage([]),
    handle: () => {
      const items = [...sectionTypes.values()].map(({ type, title, description, content, example }) => ({
        ...{ type, title, description, example },
        schema: toJsonSchema(content),
      }));
      return Promise.resolve(singlePage(items));
    },
  }),
];
