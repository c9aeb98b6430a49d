export { type AmqpBusOptions, connectAmqpBus } from './bus/amqp/amqp-bus';
export {
  type BatchHandler,
  type Bus,
  type Delivery,
  type PublishResult,
  type QueueDefinition,
  type Subscription,
} from './bus/bus';
export { topologyNames } from './bus/amqp/amqp-topology';
export { DeadLetters, UNROUTED } from './bus/amqp/dead-letters';
export {
  type AnyConsumer,
  type BatchConsumer,
  type BatchedEvent,
  type BatchTx,
  type Consumer,
} from './consumer-definition';
export { DeadLetterMonitor } from './bus/dead-letter-monitor';
export { type InProcessBus, type InProcessBusOptions, inProcessBus } from './bus/in-process-bus';
export {
  type ConsumerOutcome,
  type ConsumersOptions,
  type RunningConsumers,
  startConsumers,
} from './consumer';
export { erasedAmong, erasedTenants, isErased } from './erased-tenants';
export { eventCollections, outbox, rawOutbox } from './outbox/outbox';
export { type Relay, type RelayFacts, type RelayOptions, startRelay } from './outbox/relay';
export * from './read-event';
export { mutexOfUser, runExclusive, transaction, type TransactionOptions } from './transaction';
export { type Tx } from './tx';
