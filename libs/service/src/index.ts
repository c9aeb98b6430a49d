export * from './definition';
export * from './encrypt-anew';
export { countErased, ERASURE_CONSUMER } from './erasure/erase-tenant';
export * from './service';
export * from './service-config';
