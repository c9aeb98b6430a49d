export { type FoundBroker } from './broker';
export { findRabbitMq } from './rabbitmq';
export { findRedis } from './redis';
