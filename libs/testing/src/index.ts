export * from './callers';
export * from './manual-bus';
export * from './rabbitmq';
export * from './redis';
export * from './start-for-test';
export * from './stub-service';
export * from './tcp-proxy';
export * from './until';
