import { inOrder, type TemplatePage } from './template-seed';

/** The pages of a tenant who chose no template: a plain home page that is fit to publish and easy to change. */
export const starter: readonly TemplatePage[] = [
  {
    slug: 'home',
    title: 'Home',
    sections: inOrder([
      {
        sectionId: 'welcome',
        type: 'hero',
        content: {
          eyebrow: 'Welcome',
          heading: 'Good to have you here',
          subheading: 'Find out what we do, when we are open and how to reach us.',
          primaryAction: { label: 'Get in touch', href: '#contact' },
          alignment: 'left',
          icon: 'sparkles',
        },
      },
      {
        sectionId: 'about',
        type: 'text',
        content: {
          eyebrow: 'About us',
          heading: 'Personal, reliable, close by',
          body: '<p>We take the time to understand what you need, and say honestly what we can do for you. Ask us anything; the first answer costs nothing.</p>',
        },
      },
      {
        sectionId: 'why-us',
        type: 'features',
        content: {
          heading: 'What you can count on',
          variant: 'grid',
          items: [
            {
              icon: 'chat',
              title: 'We listen',
              text: 'Your question comes first, and you get an answer in plain words.',
            },
            {
              icon: 'clock',
              title: 'We keep our word',
              text: 'What we agree on is done when we said it would be.',
            },
            {
              icon: 'heart',
              title: 'We care',
              text: 'Good work is what brings people back, so that is what we do.',
            },
          ],
        },
      },
      {
        sectionId: 'hours',
        type: 'hours',
        content: { eyebrow: 'Opening hours', heading: 'When we are there for you' },
      },
      {
        sectionId: 'contact',
        type: 'contact-form',
        content: {
          eyebrow: 'Contact',
          heading: 'Talk to us',
          text: 'Call or write. We look forward to hearing from you.',
          fields: [
            { name: 'name', label: 'Your name', type: 'text', required: true },
            { name: 'email', label: 'Email', type: 'email', required: true },
            { name: 'message', label: 'Message', type: 'textarea', required: true },
          ],
          submitLabel: 'Send message',
        },
      },
    ]),
  },
];
