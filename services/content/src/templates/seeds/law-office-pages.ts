import { illustration } from './illustration';
import { inOrder, type TemplatePage } from './template-seed';

function area(sectionId: string, heading: string, body: string) {
  return { sectionId, type: 'text', content: { heading, body } };
}

/** The inner pages of the law office template. */
export const practiceAreas: TemplatePage = {
  slug: 'practice-areas',
  title: 'Practice areas',
  seo: {
    metaDescription:
      'Family, employment, property, wills and estates, contracts and court: what we do in each field and how we go about it.',
  },
  sections: inOrder([
    {
      sectionId: 'overview',
      type: 'hero',
      content: {
        eyebrow: 'Practice areas',
        heading: 'Experience where you need it',
        subheading:
          'An overview of our work. If your question is not among these, ask; we know whom to recommend.',
        alignment: 'left',
        variant: 'edge',
        picture: illustration('legal/scales'),
      },
    },
    area(
      'family',
      'Family law',
      '<p>When a family changes, much has to be settled at once. We help you to separate what is urgent from what can wait, and to find arrangements that last, above all where children are concerned.</p><ul><li>Separation and divorce</li><li>Custody and contact</li><li>Maintenance</li><li>Marriage contracts and agreements</li></ul>',
    ),
    area(
      'employment',
      'Employment law',
      '<p>At work, days count: many claims lapse within weeks. We check dismissals, negotiate agreements and advise employers before a decision becomes a dispute.</p><ul><li>Dismissals and termination agreements</li><li>Contracts of employment</li><li>Pay, leave and references</li></ul>',
    ),
    area(
      'property',
      'Property and tenancy',
      '<p>Homes and premises are usually the largest contracts of a lifetime. We read them before you sign, and stand by you when something turns out otherwise than promised.</p><ul><li>Purchase and sale</li><li>Residential and commercial leases</li><li>Defects and building disputes</li></ul>',
    ),
    area(
      'estates',
      'Wills and estates',
      '<p>A will that is clear spares your family the argument. And when someone has died, we help heirs through the formalities without haste.</p><ul><li>Wills and succession agreements</li><li>Powers of attorney and advance directives</li><li>Administration and division of estates</li></ul>',
    ),
    area(
      'business',
      'Contracts and business',
      '<p>For companies we draft what is used every day, so that it holds on the one day it matters.</p><ul><li>General terms, supply and service contracts</li><li>Founding, succession and sale of a business</li><li>Collection of claims</li></ul>',
    ),
    area(
      'court',
      'Representation in court',
      '<p>We go to court when it serves you and never for its own sake. If we do, you know beforehand what has to be proved, how long it may take and what is at stake.</p>',
    ),
    {
      sectionId: 'get-in-touch',
      type: 'cta',
      content: {
        heading: 'Not sure which field your question belongs to?',
        text: 'You need not know. Describe it in your own words.',
        variant: 'band',
        primaryAction: { label: 'Contact us', href: '/contact' },
        showPhone: true,
      },
    },
  ]),
};

export const about: TemplatePage = {
  slug: 'about',
  title: 'The firm',
  seo: { metaDescription: 'How we work, what you may expect of us, and what we expect of ourselves.' },
  sections: inOrder([
    {
      sectionId: 'our-firm',
      type: 'text',
      content: {
        picture: illustration('legal/consultation'),
        variant: 'edge',
        eyebrow: 'The firm',
        heading: 'Small enough to know you, thorough enough to be trusted',
        body: '<p>With us you speak to the lawyer who handles your case, not to a changing line of assistants. We keep the number of our cases such that each gets the time it needs.</p><p>We write letters that you can understand, and we call you before you have to ask how things stand.</p>',
      },
    },
    {
      sectionId: 'principles',
      type: 'features',
      content: {
        eyebrow: 'Principles',
        heading: 'What you may expect of us',
        variant: 'rows',
        items: [
          {
            icon: 'scales',
            title: 'Independent judgement',
            text: 'We tell you what we think, also when it is not what you hoped to hear.',
          },
          {
            icon: 'shield',
            title: 'Discretion',
            text: 'What you entrust to us stays with us, without exception.',
          },
          {
            icon: 'clock',
            title: 'Reliability',
            text: 'Deadlines are kept, calls are returned, and costs are as announced.',
          },
        ],
      },
    },
    {
      sectionId: 'get-in-touch',
      type: 'cta',
      content: {
        heading: 'Get to know us',
        text: 'The first conversation commits you to nothing.',
        variant: 'band',
        primaryAction: { label: 'Arrange a consultation', href: '/contact' },
        showPhone: true,
      },
    },
  ]),
};

export const contact: TemplatePage = {
  slug: 'contact',
  title: 'Contact',
  seo: { metaDescription: 'Arrange a consultation by telephone or in writing, and find our office hours.' },
  sections: inOrder([
    {
      sectionId: 'contact',
      type: 'contact-form',
      content: {
        eyebrow: 'Contact',
        heading: 'Arrange a consultation',
        text: 'A few lines about the matter are enough. Please mention any deadline you know of.',
        fields: [
          { name: 'name', label: 'Your name', type: 'text', required: true },
          { name: 'email', label: 'Email', type: 'email', required: true },
          { name: 'phone', label: 'Telephone', type: 'tel', required: false },
          { name: 'message', label: 'What is it about?', type: 'textarea', required: true },
        ],
        submitLabel: 'Send enquiry',
      },
    },
    {
      sectionId: 'hours',
      type: 'hours',
      content: {
        eyebrow: 'Office hours',
        heading: 'When the office is open',
        text: 'Consultations are by appointment, so that we have time for you.',
      },
    },
    {
      sectionId: 'prepare',
      type: 'text',
      content: {
        heading: 'How to prepare',
        body: '<p>You need not prepare anything. If you would like to, it helps to bring:</p><ul><li>letters, contracts and decisions that concern the matter,</li><li>a list of what happened when,</li><li>the names of everyone involved, so that we can rule out a conflict of interest.</li></ul>',
      },
    },
  ]),
};
