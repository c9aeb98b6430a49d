import { illustration } from './illustration';
import { inOrder, nameAndEmail, section, type TemplatePage, type TemplateSeed } from './template-seed';

const footer = section('footer', 'footer', { variant: 'centered', showHours: false });

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription: 'A shop with things worth keeping, people who know them, and time to look around.',
  },
  sections: inOrder([
    section('welcome', 'hero', {
      eyebrow: 'Your shop around the corner',
      heading: 'Good things, chosen with care',
      subheading: 'Come in, touch, try, ask. We only sell what we would put in our own homes.',
      primaryAction: { label: 'Visit us', href: '/visit' },
      secondaryAction: { label: 'What we have', href: '/range' },
      picture: illustration('retail/shop-front'),
      variant: 'edge',
    }),
    section('look-around', 'gallery', {
      eyebrow: 'Look around',
      heading: 'A little of everything we like',
      variant: 'mosaic',
      items: [
        {
          picture: illustration('retail/clothes-rail'),
          title: 'To wear',
          caption: 'Made to last longer than a season',
        },
        {
          picture: illustration('retail/gifts-and-bags'),
          title: 'To give',
          caption: 'Wrapped while you wait',
        },
        {
          picture: illustration('retail/street-market'),
          title: 'From nearby',
          caption: 'By makers whom we know',
        },
      ],
    }),
    section('promise', 'text', {
      eyebrow: 'Why here',
      heading: 'Somebody who knows what it is',
      body: '<p>We have held everything that we sell in our own hands. Ask where it comes from, how it is washed, and whether it suits you: you get an honest answer, also when it is no.</p>',
      picture: illustration('retail/inside-the-shop'),
      picturePosition: 'left',
      action: { label: 'About the shop', href: '/about' },
    }),
    section('hours', 'hours', {
      eyebrow: 'Opening hours',
      heading: 'When the door is open',
      variant: 'tiles',
    }),
    footer,
  ]),
};

const range: TemplatePage = {
  slug: 'range',
  title: 'What we have',
  seo: { metaDescription: 'Clothes, things for the home, and presents: what you find on our shelves.' },
  sections: inOrder([
    section('shelves', 'services', {
      eyebrow: 'On our shelves',
      heading: 'Have a look',
      text: 'Not everything is always there. If you are after something, call before you come.',
      variant: 'showcase',
      items: [
        {
          icon: 'tag',
          title: 'Clothes',
          text: 'Simple cuts, good cloth, sizes for people as they are.',
          picture: illustration('retail/clothes-rail'),
        },
        {
          icon: 'home',
          title: 'For the home',
          text: 'Cups, lamps, blankets: things that you use every day.',
          picture: illustration('retail/inside-the-shop'),
        },
        {
          icon: 'heart',
          title: 'Presents',
          text: 'For those who have everything, and for children, who have too much.',
          picture: illustration('retail/gifts-and-bags'),
        },
      ],
    }),
    section('good-to-know', 'faq', {
      heading: 'Good to know',
      items: [
        {
          question: 'May I bring something back?',
          answer: '<p>Yes, with the receipt and as you bought it. We would rather you liked it.</p>',
        },
        {
          question: 'Can you order it for me?',
          answer: '<p>Mostly. Tell us what you are looking for, and we ask our makers.</p>',
        },
        { question: 'Do you have vouchers?', answer: '<p>Yes, for any amount, and in a nice envelope.</p>' },
      ],
    }),
    footer,
  ]),
};

const about: TemplatePage = {
  slug: 'about',
  title: 'About us',
  seo: { metaDescription: 'Why we have a shop, and how we choose what is in it.' },
  sections: inOrder([
    section('story', 'text', {
      eyebrow: 'About us',
      heading: 'We like shops',
      body: '<p>A shop is a place where somebody says good morning. Where you find what you were not looking for, and leave with a story of the person who made it.</p><p>So we have one.</p>',
      picture: illustration('retail/street-market'),
      variant: 'centered',
    }),
    section('choosing', 'features', {
      heading: 'How we choose',
      variant: 'rows',
      items: [
        {
          icon: 'leaf',
          title: 'Made decently',
          text: 'We ask by whom, of what and where, until we get an answer.',
        },
        { icon: 'clock', title: 'Made to last', text: 'What breaks can be mended, and we know who does it.' },
        {
          icon: 'star',
          title: 'Simply beautiful',
          text: 'If nobody here would take it home, it does not come in.',
        },
      ],
    }),
    footer,
  ]),
};

const visit: TemplatePage = {
  slug: 'visit',
  title: 'Visit us',
  seo: { metaDescription: 'Opening hours, the way to the shop, and how to ask before you come.' },
  sections: inOrder([
    section('hours', 'hours', { eyebrow: 'Visit us', heading: 'When the door is open', variant: 'tiles' }),
    section('contact', 'contact-form', {
      heading: 'Ask before you come',
      text: 'Is it there? Does it exist in blue? Write to us.',
      fields: [
        ...nameAndEmail,
        { name: 'message', label: 'Your question', type: 'textarea', required: true },
      ],
      submitLabel: 'Ask',
      variant: 'centered',
    }),
    footer,
  ]),
};

/** Shops of all kinds. */
export const retail: TemplateSeed = {
  name: 'Corner',
  description: 'A warm, graphic site for shops: a look around, what is on the shelves, and the way there.',
  category: 'ecommerce',
  industry: 'Retail',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 80,
  defaultBranding: {
    primaryColor: '#BE4B6B',
    secondaryColor: '#2A6F73',
    accentColor: '#F2B544',
    backgroundColor: '#FFFBF5',
    textColor: '#43383C',
    fontFamily: 'DM Sans, sans-serif',
    headingFontFamily: 'DM Sans, sans-serif',
  },
  defaultSections: [home, range, about, visit],
};
