import { EVENT_TYPES } from '@siteninja/core';
import { actionOf } from './action';

const ACTIONS = `
tenant.create tenant.update tenant.delete tenant.restore tenant.erase
domain.add domain.verify domain.remove
branding.update branding.reset
industry.create industry.update industry.delete
page.create page.update page.delete page.restore page.move page.publish page.unpublish
section.create section.update section.delete section.reorder
navigation.create navigation.update navigation.delete navigation.reorder
seo.update seo.reset
redirect.create redirect.update redirect.delete
release.activate
template.create template.update template.delete
contact.submit
site.import
user.register user.invite user.join user.update user.remove user.role_change user.login user.logout
user.password_change user.mfa_enable user.mfa_disable
api_key.create api_key.update api_key.rotate api_key.revoke
subscription.create subscription.update subscription.cancel subscription.past_due subscription.trial_ending
invoice.pay invoice.fail
asset.upload asset.update asset.delete
webhook.create webhook.update webhook.delete webhook.disable webhook.secret_rotate
ai.generate
`;

describe('the action of an audit entry', () => {
  it('is the type of its event with the verb in base form, for every type there is', () => {
    expect(EVENT_TYPES.map(actionOf)).toEqual(ACTIONS.trim().split(/\s+/));
  });

  it('is the type itself where only a newer service knows it', () => {
    expect(actionOf('form.archived')).toBe('form.archived');
  });
});
