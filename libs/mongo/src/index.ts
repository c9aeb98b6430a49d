export * from './collection';
export * from './connect';
