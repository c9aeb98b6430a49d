export * from './collection';
export * from './connect';
export * from './cursor';
export * from './rows';
export * from './search';
