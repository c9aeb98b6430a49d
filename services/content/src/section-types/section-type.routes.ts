import { listOf, onlyPage } from '@siteninja/http';
import { anyObject, jsonSchema, shape, text } from '@siteninja/schema';
import { route } from '../context';
import { sectionTypes } from '.';

export const sectionTypeRoutes = [
  route({
    method: 'get',
    path: '/section-types',
    summary: 'List the section types with the JSON Schema (2020-12) of their content and an example',
    allow: 'public',
    returns: listOf(
      shape({
        type: text(),
        title: text(),
        description: text(),
        schema: anyObject(),
        example: anyObject(),
      }),
    ),
    handle: () => {
      const items = [...sectionTypes.values()].map(({ type, title, description, content, example }) => ({
        ...{ type, title, description, example },
        schema: jsonSchema(content),
      }));
      return Promise.resolve(onlyPage(items));
    },
  }),
];
