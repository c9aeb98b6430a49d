import { illustration } from './illustration';
import { inOrder, nameAndEmail, section, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'IT that works in the background: networks, cloud, security and people who answer when something does not.',
  },
  sections: inOrder([
    section('welcome', 'hero', {
      eyebrow: 'IT for small companies',
      heading: 'Your computers should be boring',
      subheading:
        'We look after networks, laptops and data so well that you stop thinking about them. When something does go wrong, a person answers.',
      primaryAction: { label: 'Talk to us', href: '/contact' },
      secondaryAction: { label: 'What we do', href: '/services' },
      picture: illustration('it/laptop-city'),
      alignment: 'center',
      variant: 'stacked',
    }),
    section('how-we-work', 'features', {
      eyebrow: 'How we work',
      heading: 'Calm, on purpose',
      variant: 'rows',
      items: [
        {
          title: 'We take stock',
          text: 'Every device, licence, password and backup, written down in a list that belongs to you.',
        },
        {
          title: 'We mend what is urgent',
          text: 'Open doors and untested backups come first. Nice-to-have waits its turn.',
        },
        {
          title: 'We keep it that way',
          text: 'Updates, monitoring and a short monthly report in words that everybody understands.',
        },
      ],
    }),
    section('security', 'text', {
      eyebrow: 'Security',
      heading: 'Safe without getting in the way',
      body: '<p>Most break-ins begin with a password that was used twice. So we start with the unglamorous things: a password manager for everybody, a second factor where it counts, and <strong>backups that we restore on purpose</strong> to see that they work.</p>',
      picture: illustration('it/secure-network'),
      picturePosition: 'left',
      action: { label: 'More about security', href: '/services#security' },
    }),
    section('ways', 'pricing', {
      eyebrow: 'Ways to work with us',
      heading: 'As much or as little as you need',
      items: [
        {
          name: 'By the hour',
          price: 'Now and then',
          text: 'For a question, a repair or a second opinion.',
          features: ['No contract', 'Billed by the quarter of an hour'],
        },
        {
          name: 'By the month',
          price: 'All year',
          text: 'We look after everything, for a fixed amount.',
          features: ['Support for everybody', 'Updates and monitoring', 'Backups that are tried out'],
          action: { label: 'Arrange a call', href: '/contact' },
          isHighlighted: true,
        },
        {
          name: 'By the project',
          price: 'Once',
          text: 'A move, a new network, a new office.',
          features: ['A plan and a price beforehand', 'Handed over in writing'],
        },
      ],
    }),
    section('questions', 'faq', {
      eyebrow: 'Questions',
      heading: 'What people ask us first',
      variant: 'open',
      items: [
        {
          question: 'We already have somebody who does our IT. Can you help all the same?',
          answer:
            '<p>Gladly. Many of our clients keep their own person for the daily work and call us for projects, holidays and second opinions.</p>',
        },
        {
          question: 'Do we have to move to the cloud?',
          answer:
            '<p>Only where it makes your work easier or safer. Some things are better off in your own cupboard, and we say so.</p>',
        },
        {
          question: 'Who owns the passwords?',
          answer: '<p>You do. You get everything that we know in a form that the next person can use.</p>',
        },
      ],
    }),
    section('get-in-touch', 'cta', {
      heading: 'Tell us what slows you down',
      text: 'Half an hour is enough for a first idea of what to do about it.',
      variant: 'band',
      primaryAction: { label: 'Arrange a call', href: '/contact' },
    }),
  ]),
};

const services: TemplatePage = {
  slug: 'services',
  title: 'Services',
  seo: {
    metaDescription:
      'Support, networks, cloud, security and backups, looked after by people you know by name.',
  },
  sections: inOrder([
    section('overview', 'hero', {
      eyebrow: 'Services',
      heading: 'Everything between the socket and the cloud',
      subheading: 'One place to call, whatever it is that has stopped working.',
      alignment: 'center',
      variant: 'stacked',
    }),
    section('list', 'services', {
      heading: 'What we look after',
      variant: 'cards',
      items: [
        {
          icon: 'chat',
          title: 'Support',
          text: 'One number and one address for everything. Whoever answers can also help.',
        },
        {
          icon: 'globe',
          title: 'Networks and wireless',
          text: 'Planned with a floor plan instead of a guess, and measured afterwards in every corner.',
        },
        {
          icon: 'laptop',
          title: 'Workplaces',
          text: 'Laptops that arrive ready to work, and are wiped properly when somebody leaves.',
        },
        {
          icon: 'document',
          title: 'Email, files and cloud',
          text: 'Moved over a weekend, with nobody looking for a file on Monday.',
        },
      ],
    }),
    section('security', 'text', {
      eyebrow: 'Security and backups',
      heading: 'Prepared for the bad day',
      body: '<p>We assume that one day something will happen, and arrange things so that it is a nuisance and not a disaster.</p><ul><li>Backups in two places, one of them out of reach of your own network</li><li>A restore that we practise with you</li><li>Phishing explained with the mails that your people really get</li><li>A one-page plan of who does what when it happens</li></ul>',
      picture: illustration('it/server-room'),
      picturePosition: 'left',
      variant: 'edge',
    }),
    section('get-in-touch', 'cta', {
      heading: 'Not sure what you need?',
      text: 'Describe the annoyance. Finding the cause is our part.',
      variant: 'band',
      primaryAction: { label: 'Write to us', href: '/contact' },
    }),
  ]),
};

const about: TemplatePage = {
  slug: 'about',
  title: 'About us',
  seo: {
    metaDescription: 'People who like computers and, more importantly, the people who have to use them.',
  },
  sections: inOrder([
    section('story', 'text', {
      eyebrow: 'About us',
      heading: 'We like people more than computers',
      body: '<p>Good IT is mostly listening. We ask what you do all day before we say what you should buy, and often the answer is a setting rather than a purchase.</p><p>We write down what we do, leave things tidy, and explain without talking down to anybody.</p>',
      picture: illustration('it/open-office'),
      variant: 'centered',
    }),
    section('principles', 'features', {
      heading: 'What you can count on',
      variant: 'band',
      items: [
        {
          icon: 'check',
          title: 'Plain words',
          text: 'If you did not understand it, we have not explained it yet.',
        },
        {
          icon: 'tag',
          title: 'Known costs',
          text: 'A fixed amount for the routine, and a quote before anything else.',
        },
        {
          icon: 'key',
          title: 'No lock-in',
          text: 'You could change to somebody else tomorrow. We like that, as it keeps us honest.',
        },
      ],
    }),
  ]),
};

const contact: TemplatePage = {
  slug: 'contact',
  title: 'Contact',
  seo: { metaDescription: 'Write a few lines about what does not work, or what you are planning.' },
  sections: inOrder([
    section('contact', 'contact-form', {
      eyebrow: 'Contact',
      heading: 'What can we take off your hands?',
      text: 'For a fault that stops your work, please call.',
      fields: [
        ...nameAndEmail,
        { name: 'company', label: 'Company', type: 'text', required: false },
        { name: 'message', label: 'What is it about?', type: 'textarea', required: true },
      ],
      submitLabel: 'Send',
    }),
    section('help-desk', 'text', {
      heading: 'Already a client?',
      body: '<p>Call or write as always. Tell us whether one person is stuck or everybody: it decides how fast we run.</p>',
      picture: illustration('it/help-desk'),
      picturePosition: 'left',
    }),
    section('hours', 'hours', { heading: 'When we answer' }),
  ]),
};

/** Consultants and service providers for information technology. */
export const itConsulting: TemplateSeed = {
  name: 'Circuit',
  description:
    'A clear, modern site for IT companies: services, security, how the work is done, and contact.',
  category: 'business',
  industry: 'IT Consulting',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 40,
  defaultBranding: {
    primaryColor: '#4338CA',
    secondaryColor: '#0E7490',
    accentColor: '#22D3EE',
    backgroundColor: '#FFFFFF',
    textColor: '#334155',
    fontFamily: 'Work Sans, sans-serif',
    headingFontFamily: 'Work Sans, sans-serif',
  },
  defaultSections: [home, services, about, contact],
};
