import { illustration } from './illustration';
import { inOrder, type TemplatePage } from './template-seed';

/** The inner pages of the plumbing template. */
export const services: TemplatePage = {
  slug: 'services',
  title: 'Services',
  seo: {
    metaDescription:
      'Repairs, drains, heating and bathrooms: what we do, how we go about it, and what to expect when we come.',
  },
  sections: inOrder([
    {
      sectionId: 'overview',
      type: 'hero',
      content: {
        eyebrow: 'Services',
        heading: 'Everything that carries water or heat',
        subheading:
          'Not sure where your problem belongs? Describe it in your own words; sorting it out is our job.',
        primaryAction: { label: 'Ask about a job', href: '/contact' },
        alignment: 'center',
      },
    },
    {
      sectionId: 'repairs',
      type: 'text',
      content: {
        picture: illustration('plumbing/under-the-sink'),
        eyebrow: 'Repairs',
        heading: 'Leaks, taps and toilets',
        body: '<p>A leak is rarely where the water shows. We trace it first, so that only what has to be opened is opened, and repair the cause rather than the stain.</p><ul><li>Dripping taps and running toilets</li><li>Burst, frozen and corroded pipes</li><li>Low pressure and noisy pipes</li><li>Stop valves that no longer close</li></ul>',
      },
    },
    {
      sectionId: 'drains',
      type: 'text',
      content: {
        picture: illustration('plumbing/bench-tools'),
        picturePosition: 'left',
        eyebrow: 'Drains',
        heading: 'Blockages, cleared for good',
        body: '<p>We clear the blockage and then look for the reason. Often it is a matter of a wrong slope or a tired joint, and worth fixing before it happens again.</p><ul><li>Sinks, showers, toilets and floor drains</li><li>Outside drains and gullies</li><li>Smells that keep coming back</li></ul>',
      },
    },
    {
      sectionId: 'heating',
      type: 'text',
      content: {
        picture: illustration('plumbing/house-cutaway'),
        eyebrow: 'Heating',
        heading: 'Boilers, radiators and hot water',
        body: '<p>We service, repair and replace heating systems, and tell you honestly when a repair is no longer worth it.</p><ul><li>Yearly service with a written report</li><li>Cold radiators, noise and loss of pressure</li><li>New boilers and cylinders, matched to the size of your home</li><li>Thermostats and controls, explained until they are clear</li></ul>',
      },
    },
    {
      sectionId: 'bathrooms',
      type: 'text',
      content: {
        picture: illustration('plumbing/copper-bath'),
        picturePosition: 'left',
        eyebrow: 'Bathrooms and kitchens',
        heading: 'New fittings, planned with you',
        body: '<p>A new bathroom is a few days of disruption and many years of use. We plan both with you: what goes where, who comes when, and when you can shower again.</p><blockquote>We agree on the schedule before the first tile comes off.</blockquote>',
      },
    },
    {
      sectionId: 'get-in-touch',
      type: 'cta',
      content: {
        heading: 'Tell us what needs doing',
        text: 'A few words are enough to begin with.',
        primaryAction: { label: 'Get a price', href: '/contact' },
        showPhone: true,
      },
    },
  ]),
};

export const about: TemplatePage = {
  slug: 'about',
  title: 'About us',
  seo: { metaDescription: 'Who comes to your door, how we work, and what we think good plumbing is.' },
  sections: inOrder([
    {
      sectionId: 'our-way',
      type: 'text',
      content: {
        picture: illustration('plumbing/family-kitchen'),
        picturePosition: 'left',
        variant: 'edge',
        eyebrow: 'Who we are',
        heading: 'Local plumbers who pick up the phone',
        body: '<p>We believe that a good plumber is one you hardly notice: there on time, done as agreed, and nothing to clean up afterwards.</p><p>We work close to home, which means that our customers are also our neighbours. It keeps us honest. When we say that a repair will do, we do not sell you a replacement; and when it will not, we show you why.</p><h3>How we treat your home</h3><ul><li>We cover floors before we carry in tools</li><li>We explain what we do, as much or as little as you like</li><li>We test everything with you before we leave</li></ul>',
      },
    },
    {
      sectionId: 'values',
      type: 'features',
      content: {
        eyebrow: 'What we stand for',
        heading: 'Three rules we work by',
        variant: 'grid',
        items: [
          {
            icon: 'chat',
            title: 'Plain words',
            text: 'You get an explanation that makes sense without a manual.',
          },
          {
            icon: 'shield',
            title: 'Safe and to standard',
            text: 'Water, gas and electricity leave no room for shortcuts. We take none.',
          },
          {
            icon: 'heart',
            title: 'Repair before replace',
            text: 'If it can be mended well, we mend it. It saves money and material.',
          },
        ],
      },
    },
    {
      sectionId: 'get-in-touch',
      type: 'cta',
      content: {
        heading: 'Come and meet us, or let us come to you',
        primaryAction: { label: 'Get in touch', href: '/contact' },
        showPhone: true,
      },
    },
  ]),
};

export const contact: TemplatePage = {
  slug: 'contact',
  title: 'Contact',
  seo: { metaDescription: 'Call or write to us, and find our opening hours.' },
  sections: inOrder([
    {
      sectionId: 'contact',
      type: 'contact-form',
      content: {
        eyebrow: 'Get in touch',
        heading: 'What can we fix for you?',
        text: 'Tell us what is happening and where. If it is urgent, please call rather than write.',
        fields: [
          { name: 'name', label: 'Your name', type: 'text', required: true },
          { name: 'phone', label: 'Telephone', type: 'tel', required: true },
          { name: 'email', label: 'Email', type: 'email', required: false },
          { name: 'message', label: 'What has happened?', type: 'textarea', required: true },
        ],
        submitLabel: 'Request a visit',
      },
    },
    {
      sectionId: 'hours',
      type: 'hours',
      content: {
        eyebrow: 'Opening hours',
        heading: 'When you reach us',
        text: 'Outside these hours, leave a message with your number. We call back.',
      },
    },
    {
      sectionId: 'before-you-call',
      type: 'features',
      content: {
        eyebrow: 'In an emergency',
        heading: 'What you can do until we are there',
        variant: 'steps',
        items: [
          {
            title: 'Stop the water',
            text: 'Close the main stop valve, usually under the kitchen sink or at the meter.',
          },
          {
            title: 'Keep away from electrics',
            text: 'If water is near sockets or lamps, switch off the power, but only if you can reach it safely.',
          },
          {
            title: 'Open a tap',
            text: 'An open cold tap at the lowest point empties the pipes and takes off the pressure.',
          },
        ],
      },
    },
  ]),
};
