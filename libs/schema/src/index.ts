export * from './config';
export * from './domain-name';
export * from './schema';
