import { actionOf, contractOf, EVENT_TYPES } from './catalogue';

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
      const [resource = '', verb = ''] = type.split('.');
      expect(contractOf(type)).toMatchObject({
        resource,
        action: expect.stringMatching(new RegExp(`^${resource}\\.[a-z_]+$`)),
        data: expect.anything(),
      });
      expect(verb).toMatch(/^[a-z_]+$/);
    }
  });

  it('leaves a type that only a newer service knows as it is', () => {
    expect(actionOf('form.archived')).toBe('form.archived');
  });
});
