import { illustration } from './illustration';
import { about, contact, services } from './plumber-pages';
import { inOrder, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'Leaks, blocked drains, boilers and bathrooms: plumbing and heating done carefully, priced before we start and left clean.',
  },
  sections: inOrder([
    {
      sectionId: 'welcome',
      type: 'hero',
      content: {
        picture: illustration('plumbing/street-at-dawn'),
        eyebrow: 'Plumbing and heating',
        heading: 'Plumbing fixed properly, the first time',
        subheading:
          'From a dripping tap to a new heating system. We find the cause, tell you the price before we start, and leave the place as clean as we found it.',
        primaryAction: { label: 'Request a visit', href: '/contact' },
        secondaryAction: { label: 'See our services', href: '/services' },
        highlights: ['Price agreed first', 'Tidy work', 'Straight answers'],
        icon: 'wrench',
        alignment: 'left',
      },
    },
    {
      sectionId: 'services',
      type: 'services',
      content: {
        eyebrow: 'What we do',
        heading: 'One call for everything that carries water or heat',
        text: 'Small repairs get the same care as big installations.',
        variant: 'cards',
        items: [
          {
            icon: 'droplet',
            title: 'Leaks and repairs',
            text: 'Taps, toilets, valves and burst pipes. We trace the leak before we open a wall.',
            href: '/services#repairs',
          },
          {
            icon: 'wrench',
            title: 'Drains and blockages',
            text: 'Slow sinks and blocked drains cleared, and the reason for them found.',
            href: '/services#drains',
          },
          {
            icon: 'flame',
            title: 'Boilers and heating',
            text: 'Servicing, repair and replacement, set up so that every room gets warm.',
            href: '/services#heating',
          },
          {
            icon: 'home',
            title: 'Bathrooms and kitchens',
            text: 'New fittings planned with you and installed on the days we agreed.',
            href: '/services#bathrooms',
          },
        ],
      },
    },
    {
      sectionId: 'promises',
      type: 'features',
      content: {
        eyebrow: 'Why us',
        heading: 'What you can hold us to',
        variant: 'band',
        items: [
          {
            icon: 'tag',
            title: 'The price comes first',
            text: 'You get a clear price before any work begins. If we find something unexpected, we stop and ask.',
          },
          {
            icon: 'clock',
            title: 'A time, not a day',
            text: 'We agree on a time and call ahead when we are on our way, so you need not wait around.',
          },
          {
            icon: 'sparkles',
            title: 'Clean when we leave',
            text: 'Floors covered, dust kept down, old parts taken away. Your home is not a building site.',
          },
        ],
      },
    },
    {
      sectionId: 'how-it-works',
      type: 'features',
      content: {
        eyebrow: 'How it works',
        heading: 'From first call to finished job',
        variant: 'steps',
        items: [
          {
            title: 'Tell us what is wrong',
            text: 'Call or write. A photo often helps, and we tell you at once if there is something you should turn off.',
          },
          {
            title: 'We look and quote',
            text: 'We find the cause, explain your options in plain words and put the price in writing.',
          },
          {
            title: 'We fix it',
            text: 'The work is done, tested in front of you, and the place left clean.',
          },
        ],
      },
    },
    {
      sectionId: 'questions',
      type: 'faq',
      content: {
        eyebrow: 'Good to know',
        heading: 'Questions we hear often',
        items: [
          {
            question: 'Water is running and will not stop. What should I do?',
            answer:
              '<p>Turn the main stop valve clockwise until it closes; it is usually under the kitchen sink or where the pipe enters the house. Switch off electrics near the water if you can do so safely. Then call us.</p>',
          },
          {
            question: 'Will I know the price before you start?',
            answer:
              '<p>Yes. We look at the job, explain what is needed and agree on a price with you. Nothing is added without your yes.</p>',
          },
          {
            question: 'Can I buy the fittings myself?',
            answer:
              '<p>Gladly. Tell us what you have in mind before you order, and we check that it fits your pipes and your water pressure.</p>',
          },
          {
            question: 'How often should a boiler be serviced?',
            answer:
              '<p>Once a year, ideally before the cold season. A service keeps the boiler safe and efficient, and many warranties depend on it.</p>',
          },
        ],
      },
    },
    {
      sectionId: 'get-in-touch',
      type: 'cta',
      content: {
        heading: 'Something dripping, cold or blocked?',
        text: 'Tell us about it. You will hear from a person who can help.',
        primaryAction: { label: 'Request a visit', href: '/contact' },
        showPhone: true,
      },
    },
  ]),
};

/** Plumbing and heating. */
export const plumber: TemplateSeed = {
  name: 'Clearwater',
  description:
    'A friendly, confident site for plumbers and heating engineers: services, how it works, and a call at a click.',
  category: 'business',
  industry: 'Plumbing',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 10,
  defaultBranding: {
    primaryColor: '#0B5FA5',
    secondaryColor: '#0E8F9E',
    accentColor: '#FF9F1C',
    backgroundColor: '#FFFFFF',
    textColor: '#3A4756',
    fontFamily: 'Inter, sans-serif',
    headingFontFamily: 'Inter, sans-serif',
  },
  defaultSections: [home, services, about, contact],
};
