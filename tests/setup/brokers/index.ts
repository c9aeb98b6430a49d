export { type FoundBroker, type Search } from './broker';
export { findRabbitMq } from './rabbitmq';
export { findRedis } from './redis';
