export * from './definition';
export * from './encrypt-anew';
export { countErased, queuesOf } from './erasure/erase-tenant';
export * from './run-service';
export * from './service';
export * from './service-config';
export * from './sweep-folder';
