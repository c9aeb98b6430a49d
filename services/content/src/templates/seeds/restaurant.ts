import { illustration } from './illustration';
import { about, contact, footer, menu } from './restaurant-pages';
import { inOrder, type TemplatePage, type TemplateSeed } from './template-seed';

const home: TemplatePage = {
  slug: 'home',
  title: 'Home',
  seo: {
    metaDescription:
      'Seasonal cooking, good wine and a table by the window. See the menu, our opening hours, and how to book.',
  },
  sections: inOrder([
    {
      sectionId: 'welcome',
      type: 'hero',
      content: {
        picture: illustration('restaurant/dining-room-at-dusk'),
        eyebrow: 'Kitchen and wine',
        heading: 'Come hungry, stay a while',
        subheading: 'Honest food from good ingredients, cooked to order and served without fuss.',
        primaryAction: { label: 'Book a table', href: '/contact' },
        secondaryAction: { label: 'See the menu', href: '/menu' },
        highlights: ['Cooked to order', 'Seasonal menu', 'Families welcome'],
        icon: 'utensils',
        alignment: 'center',
        variant: 'cover',
      },
    },
    {
      sectionId: 'our-kitchen',
      type: 'text',
      content: {
        picture: illustration('restaurant/chef-at-the-pass'),
        picturePosition: 'left',
        variant: 'edge',
        eyebrow: 'Our kitchen',
        heading: 'What the season brings',
        body: '<p>We decide what to cook when we see what is good. In spring that means asparagus and young herbs, in autumn squash and mushrooms, and all year round bread, stock and sauces that we make ourselves.</p><p>The menu is short. It lets us cook everything <strong>fresh</strong>, and it means that each dish has earned its place.</p>',
        action: { label: 'About us', href: '/about' },
      },
    },
    {
      sectionId: 'favourites',
      type: 'services',
      content: {
        eyebrow: 'From the menu',
        heading: 'A few favourites',
        variant: 'menu',
        items: [
          {
            title: 'Roasted squash',
            price: '16',
            text: 'With whipped feta, toasted seeds and brown butter. Vegetarian, and nobody misses a thing.',
          },
          {
            title: 'Slow-braised beef',
            price: '24',
            text: 'Hours in red wine, with root vegetables and a mash that deserves its own page.',
          },
          {
            title: 'Chocolate tart',
            price: '9',
            text: 'Dark, barely sweet, with sea salt and cream. Best shared, rarely is.',
          },
          {
            title: 'Cured salmon',
            price: '12',
            text: 'Dill, pickled cucumber and mustard cream on our own rye bread.',
          },
        ],
      },
    },
    {
      sectionId: 'hours',
      type: 'hours',
      content: {
        eyebrow: 'Opening hours',
        heading: 'When we cook',
        text: 'The kitchen closes a little before we do. Come in time for dessert.',
        variant: 'tiles',
      },
    },
    {
      sectionId: 'book',
      type: 'cta',
      content: {
        heading: 'A table is waiting',
        text: 'Call us or write. For large groups, please give us a few days.',
        variant: 'cover',
        picture: illustration('restaurant/terrace-at-dusk'),
        primaryAction: { label: 'Book a table', href: '/contact' },
        showPhone: true,
      },
    },
    footer,
  ]),
};

/** Restaurants, bistros and cafés. */
export const restaurant: TemplateSeed = {
  name: 'Table',
  description:
    'A warm, appetising site for restaurants and cafés: menu, opening hours, story and reservations.',
  category: 'business',
  industry: 'Restaurant',
  previewImage: null,
  isPremium: false,
  isActive: true,
  sortOrder: 30,
  defaultBranding: {
    primaryColor: '#8A2F1D',
    secondaryColor: '#B5532F',
    accentColor: '#E8B04A',
    backgroundColor: '#FFFBF4',
    textColor: '#4A3B33',
    fontFamily: 'Lato, sans-serif',
    headingFontFamily: 'Playfair Display, serif',
  },
  defaultSections: [home, menu, about, contact],
};
