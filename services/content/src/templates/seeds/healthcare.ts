import { illustration } from './illustration';
import { inOrder, nameAndEmail, section, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'A practice that takes time: appointments, treatments, and answers in words that you understand.',
  },
  sections: inOrder([
    section('welcome', 'hero', {
      eyebrow: 'Your practice nearby',
      heading: 'Time for you, and an answer you understand',
      subheading:
        'We listen first. Then we examine, explain, and decide together with you what is good for you.',
      primaryAction: { label: 'Make an appointment', href: '/appointments' },
      secondaryAction: { label: 'Our treatments', href: '/treatments' },
      picture: illustration('healthcare/consultation'),
      variant: 'stacked',
    }),
    section('hours', 'hours', {
      eyebrow: 'Opening hours',
      heading: 'When we are here for you',
      variant: 'tiles',
      note: 'In an emergency that threatens life, do not wait for us: call the emergency number.',
    }),
    section('welcome-in', 'text', {
      eyebrow: 'Your visit',
      heading: 'Short waits, calm rooms',
      body: '<p>We plan so that nobody sits in the waiting room for long. Should it take longer after all, the reception tells you at once, so that you can still fetch a coffee or a prescription.</p>',
      picture: illustration('healthcare/reception'),
      action: { label: 'Before your first visit', href: '/appointments#first-visit' },
    }),
    section('treatments', 'services', {
      eyebrow: 'Treatments',
      heading: 'What we can do for you',
      variant: 'cards',
      items: [
        {
          icon: 'heartbeat',
          title: 'Check-ups',
          text: 'Prevention that fits your age and your history.',
          href: '/treatments#check-ups',
        },
        {
          icon: 'heart',
          title: 'Long-term illness',
          text: 'Regular, close care, and somebody who sees the whole of you.',
          href: '/treatments#long-term',
        },
        {
          icon: 'shield',
          title: 'Vaccinations',
          text: 'Advice for home and for travel, without pressure.',
          href: '/treatments#vaccinations',
        },
      ],
    }),
    section('get-in-touch', 'cta', {
      heading: 'Would you like to come by?',
      text: 'New patients are welcome.',
      variant: 'band',
      primaryAction: { label: 'Make an appointment', href: '/appointments' },
    }),
  ]),
};

const treatments: TemplatePage = {
  slug: 'treatments',
  title: 'Treatments',
  seo: {
    metaDescription:
      'Check-ups, care for long-term illness, vaccinations and movement: what we offer, and how.',
  },
  sections: inOrder([
    section('check-ups', 'text', {
      eyebrow: 'Prevention',
      heading: 'Check-ups',
      body: '<p>A check-up is a conversation with measurements. We look at what your age, your family and your life suggest, and leave out what is only done because it always was.</p>',
      picture: illustration('healthcare/treatment-room'),
    }),
    section('long-term', 'text', {
      eyebrow: 'Close care',
      heading: 'Living well with a long-term illness',
      body: '<p>High blood pressure, diabetes or asthma become part of life. We keep an eye on the values and you keep your eye on life: with fixed appointments, clear plans, and a way to reach us between them.</p>',
      picture: illustration('healthcare/still-life'),
      picturePosition: 'left',
    }),
    section('movement', 'text', {
      eyebrow: 'Movement',
      heading: 'Back, joints and muscles',
      body: '<p>Often the right movement helps more than the right tablet. We show you exercises that fit into your day, and work closely with physiotherapists.</p>',
      picture: illustration('healthcare/physiotherapy'),
    }),
    section('vaccinations', 'faq', {
      eyebrow: 'Vaccinations',
      heading: 'Asked and answered',
      items: [
        {
          question: 'Which vaccinations do I need?',
          answer:
            '<p>Bring your vaccination record. We look through it with you; it takes a few minutes.</p>',
        },
        {
          question: 'I am going on a long journey. When should I come?',
          answer:
            '<p>As early as you can, ideally several weeks before. Some vaccinations need more than one appointment.</p>',
        },
      ],
    }),
  ]),
};

const about: TemplatePage = {
  slug: 'about',
  title: 'The practice',
  seo: { metaDescription: 'How we work, and what matters to us when you are our patient.' },
  sections: inOrder([
    section('principles', 'features', {
      eyebrow: 'The practice',
      heading: 'How we want to be treated ourselves',
      variant: 'rows',
      items: [
        {
          icon: 'users',
          title: 'The same faces',
          text: 'You are seen by people who know you and your history.',
        },
        {
          icon: 'chat',
          title: 'Explained',
          text: 'You leave knowing what you have, what helps, and what to watch.',
        },
        { icon: 'shield', title: 'In confidence', text: 'What you tell us stays here.' },
        {
          icon: 'check',
          title: 'For everybody',
          text: 'Step-free rooms, and patience for those who need a little longer.',
        },
      ],
    }),
    section('team', 'team', {
      eyebrow: 'Who you will meet',
      heading: 'Three of us, at every visit',
      variant: 'cards',
      items: [
        {
          name: 'At the reception',
          text: 'Finds an appointment, a form, and a kind word.',
          picture: illustration('portraits/amara'),
        },
        {
          name: 'In the treatment room',
          text: 'Takes blood so that you hardly notice, and knows where everything is.',
          picture: illustration('portraits/tomas'),
        },
        {
          name: 'In the consulting room',
          text: 'Listens to the end, and explains until it is clear.',
          picture: illustration('portraits/mei'),
        },
      ],
    }),
    section('get-in-touch', 'cta', {
      variant: 'band',
      heading: 'Get to know us',
      primaryAction: { label: 'Make an appointment', href: '/appointments' },
    }),
  ]),
};

const appointments: TemplatePage = {
  slug: 'appointments',
  title: 'Appointments',
  seo: {
    metaDescription:
      'Ask for an appointment in writing or by telephone, and see what to bring to the first one.',
  },
  sections: inOrder([
    section('contact', 'contact-form', {
      eyebrow: 'Appointments',
      heading: 'Ask for an appointment',
      text: 'Please do not write about your complaints here: we talk about them in person.',
      fields: [
        ...nameAndEmail,
        { name: 'phone', label: 'Telephone', type: 'tel', required: true },
        { name: 'message', label: 'When would suit you?', type: 'textarea', required: true },
      ],
      submitLabel: 'Ask for an appointment',
      variant: 'centered',
    }),
    section('first-visit', 'text', {
      heading: 'Before your first visit',
      body: '<p>It helps us to know you quickly if you bring:</p><ul><li>your insurance card,</li><li>a list of the medicines that you take,</li><li>reports of other doctors, and your vaccination record.</li></ul>',
    }),
    section('hours', 'hours', { heading: 'Opening hours', variant: 'tiles' }),
  ]),
};

/** Doctors, dentists, therapists. */
export const healthcare: TemplateSeed = {
  name: 'Wellspring',
  description: 'An airy, reassuring site for practices: treatments, hours, the first visit and appointments.',
  category: 'business',
  industry: 'Healthcare',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 50,
  defaultBranding: {
    primaryColor: '#0F766E',
    secondaryColor: '#38BDF8',
    accentColor: '#F4A261',
    backgroundColor: '#FAFDFC',
    textColor: '#3B4A4A',
    fontFamily: 'Nunito, sans-serif',
    headingFontFamily: 'Nunito, sans-serif',
  },
  defaultSections: [home, treatments, about, appointments],
};
