export * from './collection';
export * from './connect';
export * from './cursor';
export * from './duplicate-key';
export * from './scoped-collection';
export * from './search';
