export * from './collection';
export * from './connect';
export * from './rows';
