import { illustration } from './illustration';
import { inOrder, nameAndEmail, section, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'Servicing, repairs, tyres and inspection for cars of all makes, with a price before the work begins.',
  },
  sections: inOrder([
    section('welcome', 'hero', {
      eyebrow: 'Garage for all makes',
      heading: 'Back on the road, and no surprises',
      subheading:
        'We find out what is wrong, show you, and tell you the price. Only then do we pick up a spanner.',
      primaryAction: { label: 'Book an appointment', href: '/contact' },
      secondaryAction: { label: 'Our services', href: '/services' },
      highlights: ['All makes', 'Price first', 'Old parts shown'],
      picture: illustration('automotive/workshop-lift'),
      variant: 'split',
    }),
    section('services', 'services', {
      eyebrow: 'Services',
      heading: 'From oil to electronics',
      variant: 'list',
      items: [
        {
          icon: 'wrench',
          title: 'Service',
          text: 'By the maker’s plan, so that the warranty stays.',
          href: '/services#service',
        },
        {
          icon: 'bolt',
          title: 'Diagnosis',
          text: 'We read the fault memory, and then we look for the cause.',
          href: '/services#diagnosis',
        },
        {
          icon: 'car',
          title: 'Tyres and wheels',
          text: 'Changed, balanced and stored until the season turns.',
          href: '/services#tyres',
        },
        {
          icon: 'check',
          title: 'Inspection',
          text: 'Prepared so that it passes the first time.',
          href: '/services#inspection',
        },
      ],
    }),
    section('showroom', 'text', {
      eyebrow: 'Used cars',
      heading: 'Cars that we would drive ourselves',
      body: '<p>We only sell what we have had on our own lift. You get the list of what we found and what we did about it, and a test drive without anybody breathing down your neck.</p>',
      picture: illustration('automotive/showroom-at-night'),
      picturePosition: 'left',
      variant: 'edge',
    }),
    section('get-in-touch', 'cta', {
      heading: 'Something rattles, squeals or blinks?',
      text: 'Describe it. A short film with your telephone often helps.',
      variant: 'cover',
      picture: illustration('automotive/coast-road'),
      primaryAction: { label: 'Book an appointment', href: '/contact' },
    }),
  ]),
};

const services: TemplatePage = {
  slug: 'services',
  title: 'Services',
  seo: {
    metaDescription:
      'Service, diagnosis, brakes, tyres, lights and inspection: what we do, and how we go about it.',
  },
  sections: inOrder([
    section('service', 'text', {
      eyebrow: 'Service',
      heading: 'Looked after by the book',
      body: '<p>We work by the plan of the maker, use parts of the same quality, and stamp the book, so that your warranty and the value of your car remain.</p>',
    }),
    section('diagnosis', 'text', {
      eyebrow: 'Diagnosis',
      heading: 'A warning light is a beginning, not an answer',
      body: '<p>Changing parts until the light goes out is expensive. We measure until we know. Then you decide.</p>',
      picture: illustration('automotive/front-light'),
      variant: 'edge',
    }),
    section('tyres', 'text', {
      eyebrow: 'Tyres',
      heading: 'Four hands on the road',
      body: '<p>Your tyres are all that touches the road. We check their age and tread, balance the wheels, tighten the bolts by the torque that is written down, and remind you to have them tightened again.</p>',
      picture: illustration('automotive/tyre-change'),
      picturePosition: 'left',
      variant: 'edge',
    }),
    section('inspection', 'faq', {
      eyebrow: 'Inspection',
      heading: 'Good to know',
      items: [
        {
          question: 'What if you find more than expected?',
          answer:
            '<p>We stop, call you, and explain what is necessary now and what can wait. Nothing is done without your yes.</p>',
        },
        {
          question: 'Can I wait, or borrow a car?',
          answer:
            '<p>For small jobs you are welcome to wait with a coffee. For longer ones, ask us for a car when you book.</p>',
        },
        {
          question: 'May I bring my own parts?',
          answer: '<p>We would rather use those that we can vouch for. Talk to us, and we find a way.</p>',
        },
      ],
    }),
  ]),
};

const about: TemplatePage = {
  slug: 'about',
  title: 'The garage',
  seo: { metaDescription: 'People who like cars, and customers who come back.' },
  sections: inOrder([
    section('story', 'text', {
      eyebrow: 'The garage',
      heading: 'We like it when things run',
      body: '<p>A good garage is one where you may ask. Come in, look at your car on the lift, and let us show you what is worn. Nobody here minds.</p>',
      picture: illustration('automotive/coast-road'),
      variant: 'centered',
    }),
    section('promises', 'features', {
      heading: 'Our word on it',
      variant: 'band',
      items: [
        { icon: 'tag', title: 'Price first', text: 'You know what it costs before we begin.' },
        { icon: 'clock', title: 'On time', text: 'Ready when we said, or a call before that.' },
        { icon: 'sparkles', title: 'Clean', text: 'Covers on the seats, and no oil on the wheel.' },
      ],
    }),
  ]),
};

const contact: TemplatePage = {
  slug: 'contact',
  title: 'Book an appointment',
  seo: {
    metaDescription: 'Book a service or a repair in writing or by telephone, and see when we are open.',
  },
  sections: inOrder([
    section('contact', 'contact-form', {
      eyebrow: 'Appointment',
      heading: 'What can we do for your car?',
      fields: [
        ...nameAndEmail,
        { name: 'car', label: 'Make, model and year', type: 'text', required: true },
        {
          name: 'message',
          label: 'What is wrong, and when would suit you?',
          type: 'textarea',
          required: true,
        },
      ],
      submitLabel: 'Ask for an appointment',
    }),
    section('hours', 'hours', { heading: 'When the gate is open' }),
  ]),
};

/** Garages and car dealers. */
export const automotive: TemplateSeed = {
  name: 'Torque',
  description: 'A bold, dark site for garages and dealers: services, tyres, used cars and appointments.',
  category: 'business',
  industry: 'Automotive',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 70,
  defaultBranding: {
    primaryColor: '#B91C1C',
    secondaryColor: '#1F2937',
    accentColor: '#FACC15',
    backgroundColor: '#FFFFFF',
    textColor: '#374151',
    fontFamily: 'Work Sans, sans-serif',
    headingFontFamily: 'Oswald, sans-serif',
  },
  defaultSections: [home, services, about, contact],
};
