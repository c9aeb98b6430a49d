import { illustration } from './illustration';
import { inOrder, section, type TemplatePage } from './template-seed';

export const footer = section('footer', 'footer', { variant: 'centered', showHours: false });

/** The inner pages of the restaurant template. */
export const menu: TemplatePage = {
  slug: 'menu',
  title: 'Menu',
  seo: {
    metaDescription:
      'Starters, mains, desserts and drinks: a short menu that changes with the season, with plenty for vegetarians.',
  },
  sections: inOrder([
    {
      sectionId: 'menu',
      type: 'hero',
      content: {
        eyebrow: 'The menu',
        heading: 'Short, seasonal, made here',
        subheading: 'A taste of what we cook. The dishes change with the market; the care does not.',
        alignment: 'center',
        variant: 'stacked',
        picture: illustration('restaurant/table-from-above'),
      },
    },
    {
      sectionId: 'starters',
      type: 'services',
      content: {
        eyebrow: 'To begin',
        heading: 'Starters',
        variant: 'menu',
        items: [
          { title: 'Soup of the day', price: '8', text: 'Made each morning, served with our own bread.' },
          { title: 'Roasted beetroot', price: '11', text: 'Goat’s cheese, walnuts, honey and thyme.' },
          { title: 'Cured salmon', price: '12', text: 'Dill, pickled cucumber and mustard cream on rye.' },
          {
            title: 'Tomatoes and burrata',
            price: '13',
            text: 'Basil oil and grilled sourdough. In summer only.',
          },
        ],
      },
    },
    {
      sectionId: 'mains',
      type: 'services',
      content: {
        eyebrow: 'To share or not',
        heading: 'Mains',
        variant: 'menu',
        items: [
          { title: 'Slow-braised beef', price: '24', text: 'Red wine, root vegetables, buttery mash.' },
          {
            title: 'Fish of the day',
            price: '26',
            text: 'Whatever is freshest, with lemon, capers and new potatoes.',
          },
          { title: 'Half roast chicken', price: '19', text: 'Garlic, rosemary, green salad and chips.' },
          {
            title: 'Potato gnocchi',
            price: '17',
            text: 'Sage butter, hazelnuts and aged cheese. Vegetarian.',
          },
          {
            title: 'Mushroom risotto',
            price: '18',
            text: 'Porcini, aged cheese, a little truffle oil. Vegetarian.',
          },
          {
            title: 'Roasted squash',
            price: '16',
            text: 'Whipped feta, toasted seeds, brown butter. Vegetarian; vegan on request.',
          },
        ],
      },
    },
    {
      sectionId: 'desserts',
      type: 'services',
      content: {
        eyebrow: 'To finish',
        heading: 'Desserts',
        variant: 'menu',
        items: [
          { title: 'Chocolate tart', price: '9', text: 'Sea salt and lightly whipped cream.' },
          { title: 'Crème brûlée', price: '8', text: 'Real vanilla, a thin crust, a loud crack.' },
          { title: 'Cheese', price: '12', text: 'Three of them, with fruit bread and quince.' },
          { title: 'Poached pear', price: '8', text: 'Red wine, vanilla and a spoonful of crème fraîche.' },
        ],
      },
    },
    {
      sectionId: 'good-to-know',
      type: 'faq',
      content: {
        eyebrow: 'Good to know',
        heading: 'Allergies and children',
        variant: 'open',
        items: [
          {
            question: 'I have an allergy. Can I eat with you?',
            answer:
              '<p>Please tell us when you book and again when you order. The kitchen knows what is in every dish and will suggest what is safe for you.</p>',
          },
          {
            question: 'Are there vegetarian and vegan dishes?',
            answer:
              '<p>Always several vegetarian ones. Vegan dishes are easiest when we know a day before.</p>',
          },
          {
            question: 'Are children welcome?',
            answer:
              '<p>Very. There are high chairs, small portions and, when it gets late, understanding.</p>',
          },
        ],
      },
    },
    {
      sectionId: 'book',
      type: 'cta',
      content: {
        heading: 'Hungry yet?',
        variant: 'band',
        primaryAction: { label: 'Book a table', href: '/contact' },
        showPhone: true,
      },
    },
    footer,
  ]),
};

export const about: TemplatePage = {
  slug: 'about',
  title: 'About us',
  seo: { metaDescription: 'Who cooks, where our ingredients come from, and why the menu is short.' },
  sections: inOrder([
    {
      sectionId: 'story',
      type: 'text',
      content: {
        picture: illustration('restaurant/ingredients'),
        variant: 'centered',
        eyebrow: 'About us',
        heading: 'A place we would want to eat at ourselves',
        body: '<p>That was the whole idea: a room where one feels at ease, food that tastes of what it is made of, and people who are glad that you came.</p><p>We buy from growers and makers whom we know by name wherever we can. It is the easiest way to good food, and they tell us in time what will be ripe next week.</p><h3>Nothing from a packet</h3><p>Bread, pasta, stocks, sauces and desserts are made in our kitchen. You can taste it, and you are welcome to ask how.</p>',
      },
    },
    {
      sectionId: 'what-matters',
      type: 'features',
      content: {
        eyebrow: 'What matters to us',
        heading: 'Simple things, done well',
        variant: 'band',
        items: [
          {
            icon: 'leaf',
            title: 'Ingredients',
            text: 'Seasonal, and from close by when close by is best.',
          },
          {
            icon: 'flame',
            title: 'Craft',
            text: 'Time, heat and salt. We take none of them lightly.',
          },
          {
            icon: 'heart',
            title: 'Hospitality',
            text: 'You are our guest from the door to the last coffee.',
          },
        ],
      },
    },
    {
      sectionId: 'book',
      type: 'cta',
      content: {
        heading: 'Come and see for yourself',
        variant: 'band',
        primaryAction: { label: 'Book a table', href: '/contact' },
        secondaryAction: { label: 'See the menu', href: '/menu' },
        showPhone: false,
      },
    },
    footer,
  ]),
};

export const contact: TemplatePage = {
  slug: 'contact',
  title: 'Book a table',
  seo: { metaDescription: 'Book a table by telephone or in writing, and find our opening hours.' },
  sections: inOrder([
    {
      sectionId: 'contact',
      type: 'contact-form',
      content: {
        eyebrow: 'Reservations',
        heading: 'When may we expect you?',
        text: 'Tell us when, for how many, and whether we should know of any allergies. For the same evening, please call.',
        fields: [
          { name: 'name', label: 'Your name', type: 'text', required: true },
          { name: 'email', label: 'Email', type: 'email', required: true },
          { name: 'guests', label: 'How many guests?', type: 'text', required: true },
          { name: 'message', label: 'Day, time and wishes', type: 'textarea', required: true },
        ],
        submitLabel: 'Request a table',
        variant: 'centered',
      },
    },
    {
      sectionId: 'hours',
      type: 'hours',
      content: { eyebrow: 'Opening hours', heading: 'When we are open', variant: 'tiles' },
    },
    {
      sectionId: 'groups',
      type: 'text',
      content: {
        picture: illustration('restaurant/dining-room-at-dusk'),
        variant: 'edge',
        heading: 'Groups and celebrations',
        body: '<p>From eight guests on we are happy to plan with you: a set menu, wines to match, and a cake at the right moment. A few days’ notice is enough for most evenings; around holidays, the earlier the better.</p>',
      },
    },
    footer,
  ]),
};
