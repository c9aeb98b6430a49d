import { created, listOf, listQuery, ok, Result } from '@siteninja/http';
import { tenantOf } from '@siteninja/core';
import { route } from '../context';
import { listInvoices } from '../invoices/invoice';
import { cancelSubscription, resumeSubscription } from './cancel';
import { changePlan, checkOut, openPortal, subscribe } from './subscribe';
import { getSubscription, getUsageReport } from './subscription';
import {
  cancellation,
  invoice,
  newCheckout,
  newPortal,
  newSubscription,
  redirectTo,
  subscriptionChange,
  subscriptionWithUsage,
  usageReport,
} from './subscription.schema';

const SUBSCRIPTION = '/tenants/:tenantId/subscription';

export const subscriptionRoutes = [
  route({
    method: 'get',
    path: SUBSCRIPTION,
    summary: 'Read the plan that a tenant is on, its limits, and what is used of them',
    allow: 'read:billing',
    returns: ok(subscriptionWithUsage),
    errors: ['subscription.not_found'],
    handle: (ctx) => getSubscription(ctx),
  }),
  route({
    method: 'post',
    path: SUBSCRIPTION,
    summary:
      'Pay for a plan, which is active from now on: during the trial, when a payment is due, or after the end',
    allow: 'write:billing',
    allowedTenantStates: ['read_only'],
    body: newSubscription,
    returns: created(subscriptionWithUsage),
    operationId: 'createSubscription',
    emits: ['subscription.created', 'subscription.updated'],
    errors: ['subscription.active', 'plan.too_small', 'payment.declined', 'payment.unavailable'],
    handle: async (ctx, { body }) =>
      new Result(await subscribe(ctx, body), {
        headers: { Location: `/api/tenants/${tenantOf(ctx)}/subscription` },
      }),
  }),
  route({
    method: 'put',
    path: SUBSCRIPTION,
    summary: 'Move to another plan or interval at once; the rest of the paid period counts',
    allow: 'write:billing',
    body: subscriptionChange,
    current: (ctx) => getSubscription(ctx),
    returns: ok(subscriptionWithUsage),
    emits: ['subscription.updated'],
    errors: [
      'subscription.not_found',
      'subscription.not_active',
      'plan.too_small',
      'payment.declined',
      'payment.unavailable',
      'request.precondition_failed',
    ],
    handle: (ctx, { body }) => changePlan(ctx, body),
  }),
  route({
    method: 'delete',
    path: SUBSCRIPTION,
    summary: 'Cancel at the end of the paid period; at once where nothing is paid',
    allow: 'write:billing',
    allowedTenantStates: ['read_only'],
    query: cancellation,
    returns: ok(subscriptionWithUsage),
    operationId: 'cancelSubscription',
    emits: ['subscription.updated', 'subscription.cancelled'],
    errors: [
      'subscription.not_found',
      'subscription.not_active',
      'payment.unavailable',
      'request.precondition_failed',
    ],
    handle: (ctx, { query }) => cancelSubscription(ctx, query),
  }),
  route({
    method: 'post',
    path: `${SUBSCRIPTION}/resume`,
    summary: 'Go on after all, before the cancelled period has ended',
    allow: 'write:billing',
    returns: ok(subscriptionWithUsage),
    operationId: 'resumeSubscription',
    emits: ['subscription.updated'],
    errors: ['subscription.not_found', 'subscription.not_active', 'payment.unavailable'],
    handle: (ctx) => resumeSubscription(ctx),
  }),
  route({
    method: 'get',
    path: `${SUBSCRIPTION}/usage`,
    summary: 'Read all limits of the plan, and what is used of them',
    allow: 'read:usage',
    returns: ok(usageReport),
    operationId: 'getSubscriptionUsage',
    errors: ['subscription.not_found'],
    handle: (ctx) => getUsageReport(ctx),
  }),
  route({
    method: 'get',
    path: `${SUBSCRIPTION}/invoices`,
    summary: 'List the invoices of a tenant',
    allow: 'read:billing',
    query: listQuery({ sort: ['createdAt'] }),
    returns: listOf(invoice),
    operationId: 'listInvoices',
    handle: (ctx, { query }) => listInvoices(ctx, query),
  }),
  route({
    method: 'post',
    path: `${SUBSCRIPTION}/checkout`,
    summary: "Get the address of the provider's page to pay for a plan at",
    description:
      'The test provider has no page: it takes its test card at once, and the address is the successUrl.',
    allow: 'write:billing',
    allowedTenantStates: ['read_only'],
    body: newCheckout,
    returns: ok(redirectTo),
    operationId: 'createCheckout',
    etag: false,
    emits: ['subscription.created', 'subscription.updated'],
    errors: ['subscription.active', 'plan.too_small', 'payment.declined', 'payment.unavailable'],
    handle: (ctx, { body }) => checkOut(ctx, body),
  }),
  route({
    method: 'post',
    path: `${SUBSCRIPTION}/portal`,
    summary: "Get the address of the provider's page for means of payment and invoices",
    description: 'The test provider has no page: the address is the returnUrl.',
    allow: 'write:billing',
    allowedTenantStates: ['read_only'],
    body: newPortal,
    returns: ok(redirectTo),
    operationId: 'openPortal',
    etag: false,
    errors: ['subscription.not_found', 'subscription.not_active', 'payment.unavailable'],
    handle: (ctx, { body }) => openPortal(ctx, body),
  }),
];
