import { illustration } from './illustration';
import { inOrder, nameAndEmail, section, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'Selling, letting and finding homes, with an honest price, good pictures and one person who stays with you.',
  },
  sections: inOrder([
    section('welcome', 'hero', {
      eyebrow: 'Homes and people',
      heading: 'The right door for everybody',
      subheading:
        'Whether you sell, let or look: we know the streets, tell you what a home is worth, and stay until the keys have changed hands.',
      primaryAction: { label: 'What is my home worth?', href: '/contact' },
      secondaryAction: { label: 'How we sell', href: '/selling' },
      picture: illustration('real-estate/modern-house'),
      variant: 'cover',
    }),
    section('impressions', 'gallery', {
      eyebrow: 'Impressions',
      heading: 'Every home is somebody’s favourite',
      variant: 'strip',
      text: 'Old or new, small or generous: these are the kinds of homes that we like to look after.',
      items: [
        {
          picture: illustration('real-estate/terraced-houses'),
          title: 'Terraced houses',
          caption: 'Neighbours included',
        },
        {
          picture: illustration('real-estate/living-room'),
          title: 'Light-filled flats',
          caption: 'Evening sun on the floor',
        },
        {
          picture: illustration('real-estate/apartment-block'),
          title: 'New apartments',
          caption: 'Balconies with a view',
        },
      ],
    }),
    section('ways', 'services', {
      eyebrow: 'What brings you here?',
      heading: 'Three ways to begin',
      variant: 'cards',
      items: [
        {
          icon: 'tag',
          title: 'I want to sell',
          text: 'A price that holds, pictures that invite, and viewings that we do for you.',
          href: '/selling',
        },
        {
          icon: 'key',
          title: 'I want to let',
          text: 'Tenants who fit, contracts that are sound, handovers on record.',
          href: '/letting',
        },
        {
          icon: 'home',
          title: 'I am looking',
          text: 'Tell us how you want to live. You hear of homes before they are online.',
          href: '/contact',
        },
      ],
    }),
    section('get-in-touch', 'cta', {
      heading: 'Let us talk about your home',
      text: 'A first valuation costs you nothing but a cup of coffee.',
      variant: 'cover',
      picture: illustration('real-estate/new-home'),
      primaryAction: { label: 'Arrange a visit', href: '/contact' },
    }),
  ]),
};

const selling: TemplatePage = {
  slug: 'selling',
  title: 'Selling',
  seo: { metaDescription: 'From the first valuation to the handover: how we sell a home, step by step.' },
  sections: inOrder([
    section('new-home', 'text', {
      eyebrow: 'Selling',
      heading: 'Sold well means sold calmly',
      body: '<p>Too high a price costs months, too low a price costs money. We compare with what has really been paid around the corner, and tell you the figure and how we came to it.</p><blockquote>You decide. We make sure that you can.</blockquote>',
      picture: illustration('real-estate/new-home'),
      variant: 'edge',
    }),
    section('steps', 'features', {
      heading: 'How a sale goes',
      variant: 'steps',
      items: [
        { title: 'Valuation', text: 'We visit, measure, ask, and put a reasoned price in writing.' },
        { title: 'Preparation', text: 'Papers, plans and pictures, so that no question stays open later.' },
        { title: 'Viewings', text: 'One by one, with people who can and want to buy.' },
        { title: 'Handover', text: 'Contract, notary, meters and keys: we are there until the end.' },
      ],
    }),
    section('questions', 'faq', {
      heading: 'Good to know',
      items: [
        {
          question: 'How long does it take?',
          answer:
            '<p>It depends on the home and the season. After the valuation we tell you what we expect, and how we know.</p>',
        },
        {
          question: 'Do I have to renovate first?',
          answer:
            '<p>Seldom. Often it is enough to clear, paint and let light in. We say what pays off and what does not.</p>',
        },
      ],
    }),
  ]),
};

const letting: TemplatePage = {
  slug: 'letting',
  title: 'Letting',
  seo: {
    metaDescription:
      'Tenants who fit, sound contracts and handovers on record: letting without sleepless nights.',
  },
  sections: inOrder([
    section('overview', 'services', {
      eyebrow: 'Letting',
      heading: 'A home let well stays let',
      variant: 'showcase',
      items: [
        {
          picture: illustration('real-estate/apartment-block'),
          title: 'Choosing tenants',
          text: 'We meet everybody in person and check what may be checked.',
        },
        {
          picture: illustration('real-estate/living-room'),
          title: 'The contract',
          text: 'Up to date, complete, and explained to both sides.',
        },
        {
          picture: illustration('real-estate/terraced-houses'),
          title: 'The handover',
          text: 'Every room and every meter on record, with pictures.',
        },
      ],
    }),
    section('get-in-touch', 'cta', {
      heading: 'You have a flat to let?',
      variant: 'band',
      primaryAction: { label: 'Tell us about it', href: '/contact' },
    }),
  ]),
};

const contact: TemplatePage = {
  slug: 'contact',
  title: 'Contact',
  seo: { metaDescription: 'Tell us about your home, or about the one that you are looking for.' },
  sections: inOrder([
    section('contact', 'contact-form', {
      eyebrow: 'Contact',
      heading: 'Tell us about the home',
      text: 'Yours, or the one that you dream of.',
      fields: [
        ...nameAndEmail,
        { name: 'place', label: 'Where is it, or where should it be?', type: 'text', required: false },
        { name: 'message', label: 'Your message', type: 'textarea', required: true },
      ],
      submitLabel: 'Send',
    }),
    section('hours', 'hours', { heading: 'When you find us in the office' }),
  ]),
};

/** Estate agents and property managers. */
export const realEstate: TemplateSeed = {
  name: 'Threshold',
  description: 'An elegant site for estate agents: impressions, selling step by step, letting and valuation.',
  category: 'business',
  industry: 'Real Estate',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 60,
  defaultBranding: {
    primaryColor: '#7C4A2D',
    secondaryColor: '#2F5D62',
    accentColor: '#D9A441',
    backgroundColor: '#FBF8F4',
    textColor: '#453F3A',
    fontFamily: 'DM Sans, sans-serif',
    headingFontFamily: 'Playfair Display, serif',
  },
  defaultSections: [home, selling, letting, contact],
};
