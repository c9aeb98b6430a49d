/** The words of a site that no author writes. */
export interface Words {
  /** The link that leads the keyboard past the header. */
  readonly skip: string;
  /** Name of the menu in the header, which screen readers say before "navigation". */
  readonly mainMenu: string;
  readonly footerMenu: string;
  readonly menu: string;
  /** Said by screen readers before a telephone number. */
  readonly call: string;
  readonly callUs: string;
  readonly emailUs: string;
  readonly writeToUs: string;
  readonly learnMore: string;
  readonly openMap: string;
  readonly pages: string;
  readonly contact: string;
  readonly openingHours: string;
  /** Stands beside a day on which the business does not open. */
  readonly closed: string;
  /** The labels of a form whose author names no fields. */
  readonly formName: string;
  readonly formEmail: string;
  readonly formMessage: string;
  readonly sendForm: string;
  /** Stands in brackets behind the label of a field. */
  readonly optional: string;
  /** Stands in a list of options until one is chosen. */
  readonly choose: string;
  /** Said of the field that only programs fill in. */
  readonly leaveEmpty: string;
  /** What a form that comes back to its sender says of itself. */
  readonly formCheck: string;
  readonly formChanged: string;
  readonly formTooMany: string;
  /** What it says of a field. */
  readonly fieldRequired: string;
  readonly fieldTick: string;
  readonly fieldEmail: string;
  readonly fieldPhone: string;
  readonly fieldDate: string;
  readonly fieldChoice: string;
  /** `{limit}` stands for the number. */
  readonly fieldLength: string;
  readonly fieldOther: string;
  /** The page after a form has been sent. */
  readonly sentLabel: string;
  readonly sentHeading: string;
  readonly sentText: string;
  readonly notFoundLabel: string;
  readonly notFoundHeading: string;
  readonly notFoundText: string;
  readonly toHome: string;
  readonly goneLabel: string;
  readonly goneHeading: string;
  readonly goneText: string;
  readonly unavailableLabel: string;
  readonly unavailableHeading: string;
  readonly unavailableText: string;
  readonly comingSoonLabel: string;
  readonly comingSoonText: string;
}
