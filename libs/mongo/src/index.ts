export * from './collection';
export * from './connect';
export * from './definition';
export * from './duplicate-key';
export * from './pagination';
export * from './scoped-collection';
export * from './search';
export * from './with-transaction';
