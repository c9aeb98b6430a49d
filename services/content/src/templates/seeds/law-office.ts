import { illustration } from './illustration';
import { about, contact, practiceAreas } from './law-office-pages';
import { inOrder, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'Clear legal advice for people and businesses: an honest first assessment, costs you know in advance, and one lawyer who knows your case.',
  },
  sections: inOrder([
    {
      sectionId: 'welcome',
      type: 'hero',
      content: {
        picture: illustration('legal/library'),
        eyebrow: 'Attorneys at law',
        heading: 'Clear counsel when it matters most',
        subheading:
          'Legal questions rarely come at a good time. We tell you where you stand, what can be done and what it will cost, before you decide anything.',
        primaryAction: { label: 'Arrange a consultation', href: '/contact' },
        secondaryAction: { label: 'Practice areas', href: '/practice-areas' },
        highlights: ['Confidential', 'Costs explained first', 'Plain language'],
        icon: 'scales',
        alignment: 'left',
        variant: 'edge',
      },
    },
    {
      sectionId: 'practice-areas',
      type: 'services',
      content: {
        eyebrow: 'Practice areas',
        heading: 'Where we can help',
        text: 'We take on what we know well, and refer you to a colleague we trust when your case is better placed there.',
        variant: 'list',
        items: [
          {
            icon: 'users',
            title: 'Family law',
            text: 'Separation, maintenance and custody, with an eye to life after the proceedings.',
            href: '/practice-areas#family',
            linkLabel: 'Read more',
          },
          {
            icon: 'briefcase',
            title: 'Employment law',
            text: 'Contracts, dismissals and references, for employees and for employers.',
            href: '/practice-areas#employment',
            linkLabel: 'Read more',
          },
          {
            icon: 'home',
            title: 'Property and tenancy',
            text: 'Purchase, letting and disputes about what was agreed, and what was built.',
            href: '/practice-areas#property',
            linkLabel: 'Read more',
          },
          {
            icon: 'document',
            title: 'Wills and estates',
            text: 'Arrangements that hold, and support for heirs who have to sort things out.',
            href: '/practice-areas#estates',
            linkLabel: 'Read more',
          },
          {
            icon: 'globe',
            title: 'Contracts and business',
            text: 'Agreements that say what you mean, and help when the other side reads them differently.',
            href: '/practice-areas#business',
            linkLabel: 'Read more',
          },
          {
            icon: 'gavel',
            title: 'Representation in court',
            text: 'When agreement is out of reach, we present your case thoroughly and calmly.',
            href: '/practice-areas#court',
            linkLabel: 'Read more',
          },
        ],
      },
    },
    {
      sectionId: 'approach',
      type: 'text',
      content: {
        picture: illustration('legal/signature'),
        variant: 'centered',
        eyebrow: 'Our approach',
        heading: 'The law is complicated. Our advice is not.',
        body: '<p>Good advice begins with listening. Before we speak of paragraphs we want to know what happened, what you need, and what you would rather avoid.</p><p>Then you get an assessment in plain language: your chances, the risks, the likely time and the likely cost. Sometimes the best advice is <strong>not to go to court</strong>, and we say so.</p><blockquote>You decide. Our work is to make sure that you can.</blockquote>',
        action: { label: 'About the firm', href: '/about' },
      },
    },
    {
      sectionId: 'first-steps',
      type: 'features',
      content: {
        eyebrow: 'Your first steps',
        heading: 'How a case begins',
        variant: 'steps',
        items: [
          {
            title: 'You describe the matter',
            text: 'Briefly, by telephone or in writing. We check at once whether a deadline is running.',
          },
          {
            title: 'We meet',
            text: 'Bring what papers you have. You leave with an assessment and the next sensible step.',
          },
          {
            title: 'You decide',
            text: 'Only when you know the likely course and cost do you instruct us, in writing.',
          },
        ],
      },
    },
    {
      sectionId: 'questions',
      type: 'faq',
      content: {
        eyebrow: 'Questions',
        heading: 'Before you call',
        variant: 'open',
        items: [
          {
            question: 'What does a first consultation cost?',
            answer:
              '<p>We tell you when you make the appointment, so that you know before you come. Further costs are agreed only after the consultation.</p>',
          },
          {
            question: 'Is what I tell you confidential?',
            answer:
              '<p>Yes. Professional secrecy covers everything you tell us, from the first conversation on, whether or not you instruct us afterwards.</p>',
          },
          {
            question: 'I have received a letter with a deadline. What now?',
            answer:
              '<p>Note the day on which it arrived, keep the envelope, and call us soon. Many deadlines are short and cannot be extended.</p>',
          },
          {
            question: 'What should I bring?',
            answer:
              '<ul><li>Letters, contracts and decisions, as complete as possible</li><li>A short list of events with their dates</li><li>Details of your legal insurance, if you have one</li></ul>',
          },
        ],
      },
    },
    {
      sectionId: 'get-in-touch',
      type: 'cta',
      content: {
        heading: 'Let us look at your case together',
        text: 'A first conversation often brings more clarity than weeks of worry.',
        variant: 'cover',
        picture: illustration('legal/courthouse-steps'),
        primaryAction: { label: 'Arrange a consultation', href: '/contact' },
        showPhone: true,
      },
    },
  ]),
};

/** Lawyers and notaries. */
export const lawOffice: TemplateSeed = {
  name: 'Counsel',
  description:
    'A calm, trustworthy site for law offices: practice areas, approach, first steps and consultation.',
  category: 'business',
  industry: 'Legal',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 20,
  defaultBranding: {
    primaryColor: '#1F3352',
    secondaryColor: '#3D5A80',
    accentColor: '#C8A25C',
    backgroundColor: '#FDFCF9',
    textColor: '#3D434D',
    fontFamily: 'Source Sans Pro, sans-serif',
    headingFontFamily: 'Libre Baskerville, serif',
  },
  defaultSections: [home, practiceAreas, about, contact],
};
