export * from './definition';
export * from './encrypt-anew';
export * from './service';
export * from './service-config';
