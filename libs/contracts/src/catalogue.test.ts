import { actionOf, contractOf, EVENT_TYPES } from './catalogue';

/** What these happen to has another name than the type begins with. */
const OTHERWISE_CALLED: ReadonlyMap<string, string> = new Map([
  ['contact.submitted', 'submission'],
  ['section.reordered', 'page'],
]);

describe('the catalogue of events', () => {
  it.each([
    ['page.created', 'page.create'],
    ['page.published', 'page.publish'],
    ['branding.reset', 'branding.reset'],
    ['user.logged_in', 'user.login'],
    ['user.password_changed', 'user.password_change'],
    ['subscription.past_due', 'subscription.past_due'],
  ])('names the action of %s in base form, as %s', (type, action) => {
    expect(actionOf(type)).toBe(action);
  });

  it('has a resource, an action and a payload schema for every type of event', () => {
    for (const type of EVENT_TYPES) {
      const [name = '', verb = ''] = type.split('.');
      expect(contractOf(type)).toMatchObject({
        resource: OTHERWISE_CALLED.get(type) ?? name,
        action: expect.stringMatching(new RegExp(`^${name}\\.[a-z_]+$`)),
        data: expect.anything(),
      });
      expect(verb).toMatch(/^[a-z_]+$/);
    }
  });

  it('leaves a type that only a newer service knows as it is', () => {
    expect(actionOf('form.archived')).toBe('form.archived');
  });
});
