export { type AmqpBusOptions, connectAmqpBus } from './amqp-bus';
export {
  type BatchHandler,
  type Bus,
  type Delivery,
  type Parked,
  type PublishResult,
  type QueueDefinition,
  type Subscription,
} from './bus';
export { type Consumer, type ConsumersOptions, type RunningConsumers, startConsumers } from './consumer';
export { type InProcessBus, type InProcessBusOptions, inProcessBus } from './in-process-bus';
export { eventCollections, outbox } from './outbox';
export { type Relay, type RelayFacts, type RelayOptions, startRelay } from './relay';
export { transaction, type Tx } from './transaction';
