export * from './definition';
export * from './service';
export * from './service-config';
