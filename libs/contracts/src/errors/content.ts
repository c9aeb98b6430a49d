import { entry, type ErrorEntry, notFound } from './entry';

export const CONTENT_ERRORS = {
  'page.not_found': notFound('page'),
  'ai.quota_exceeded': entry(
    'payment_required',
    'The AI credits of this month are used up. `details` names the limit and the usage.',
    'Choose a larger plan, or wait for the next month.',
  ),
  'ai.refused': entry(
    'invalid',
    'The AI provider refuses to write what was asked for, or forbids the words of the request. Nothing was charged.',
    'Say it otherwise, or write it by hand.',
  ),
  'ai.answer_invalid': entry(
    'unavailable',
    'The AI provider has twice given something that would not be valid in a page. Nothing was charged.',
    'Try again after Retry-After seconds, or ask for less at once.',
  ),
  'ai.unavailable': entry(
    'unavailable',
    'The AI provider does not answer, not in time, or takes no more requests now. Nothing was charged.',
    'Try again after Retry-After seconds.',
  ),
  'version.not_found': notFound('version'),
  'page.slug_taken': entry(
    'conflict',
    'Another page has this slug under the same parent.',
    'Choose another slug or another parent.',
  ),
  'page.home_protected': entry(
    'conflict',
    'The home page cannot be deleted, moved, unpublished or given a parent.',
    'Change its content instead.',
  ),
  'page.in_use': entry(
    'conflict',
    'Menus, redirects or other pages lead to this page, or pages lie under it. `details` lists them.',
    'Remove these uses, or delete with `force=true`.',
  ),
  'page.not_published': entry('conflict', 'The page is not live.', 'Publish it first.'),
  'page.has_live_children': entry(
    'conflict',
    'Pages under this one are live.',
    'Unpublish the pages under it first.',
  ),
  'navigation.not_found': notFound('navigation item'),
  'form.not_found': notFound('form'),
  'form.rate_limited': entry(
    'too_many_requests',
    'Too much has been sent by this form, or by this address with it.',
    'Wait as long as Retry-After says.',
  ),
  'submission.not_found': notFound('submission'),
  'redirect.not_found': notFound('redirect'),
  'redirect.from_path_taken': entry(
    'conflict',
    'Another redirect leads from this path.',
    'Change that one, or delete it first.',
  ),
  'schedule.not_found': notFound('schedule'),
  'schedule.over': entry(
    'conflict',
    'The schedule has fired, failed, been missed or been cancelled.',
    'Make another one.',
  ),
  'section.not_found': notFound('section'),
  'section.section_id_taken': entry(
    'conflict',
    'Another section of this page has this sectionId.',
    'Choose another, or leave it out to have one proposed.',
  ),
  'template.not_found': notFound('template'),
  'template.name_taken': entry('conflict', 'Another template has this name.', 'Choose another name.'),
  'release.not_found': notFound('release'),
  'release.nothing_to_publish': entry(
    'conflict',
    'No page of the site has been published yet.',
    'Publish the first pages by themselves, or in a staged release.',
  ),
  'release.not_staged': entry(
    'conflict',
    'The release is or was live, and so stays as it is.',
    'Stage another release.',
  ),
  'release.page_deleted': entry(
    'conflict',
    'Pages of the release have been deleted since. `details` lists them.',
    'Restore the pages first, or activate another release.',
  ),
  'release.superseded': entry(
    'unavailable',
    'Another release became live at the same moment.',
    'Try again: nothing was changed.',
  ),
  'site.not_ready': entry(
    'unavailable',
    'The tenant was created a moment ago and its site is still being set up.',
    'Try again after Retry-After seconds.',
  ),
  'site.not_found': notFound('site'),
  'site.not_published': entry('not_found', 'The site has no release yet.', 'Publish a page.'),
  'site.gone': entry('gone', 'The site has been closed.', 'There is nothing to read any more.'),
  'site.suspended': entry('unavailable', 'The tenant of the site is suspended.', 'Ask its owner.'),
} as const satisfies Record<string, ErrorEntry>;
