/** The three businesses that a new installation shows: who they are; what they say comes from their template. */
export const DEMO_TENANTS = [
  {
    template: 'Plumbing',
    owner: { name: 'Joe Harbor', email: 'joe@harbor-plumbing.example' },
    tenant: {
      name: 'Harbor Plumbing',
      businessName: 'Harbor Plumbing & Heating',
      businessType: 'Plumbing',
      subdomain: 'harbor-plumbing',
      description:
        'Family-run plumbers for repairs, heating and bathrooms in the old town and around the harbor.',
      contactPhone: '+1 555 0142',
      contactEmail: 'hello@harbor-plumbing.example',
      businessHours: {
        monday: '7:00-18:00',
        tuesday: '7:00-18:00',
        wednesday: '7:00-18:00',
        thursday: '7:00-18:00',
        friday: '7:00-16:00',
        saturday: 'Emergencies only',
        sunday: 'Emergencies only',
      },
    },
  },
  {
    template: 'Legal',
    owner: { name: 'Ada Whitfield', email: 'ada@whitfield-moss.example' },
    tenant: {
      name: 'Whitfield & Moss',
      businessName: 'Whitfield & Moss, Attorneys at Law',
      businessType: 'Legal',
      subdomain: 'whitfield-moss',
      description:
        'A small law office for families and family businesses: plain words, fixed fees, answered calls.',
      contactPhone: '+1 555 0117',
      contactEmail: 'office@whitfield-moss.example',
      businessHours: {
        monday: '9:00-17:00',
        tuesday: '9:00-17:00',
        wednesday: '9:00-17:00',
        thursday: '9:00-19:00',
        friday: '9:00-15:00',
      },
    },
  },
  {
    template: 'Restaurant',
    owner: { name: 'Luca Marino', email: 'luca@trattoria-luna.example' },
    tenant: {
      name: 'Trattoria Luna',
      businessName: 'Trattoria Luna',
      businessType: 'Restaurant',
      subdomain: 'trattoria-luna',
      description: 'Handmade pasta, a short wine list and a garden under the fig tree.',
      contactPhone: '+1 555 0163',
      contactEmail: 'ciao@trattoria-luna.example',
      businessHours: {
        tuesday: '17:30-22:00',
        wednesday: '17:30-22:00',
        thursday: '17:30-22:00',
        friday: '12:00-14:30, 17:30-23:00',
        saturday: '12:00-23:00',
        sunday: '12:00-21:00',
      },
    },
  },
] as const;
