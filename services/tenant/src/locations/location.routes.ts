import { calls } from '@siteninja/contracts';
import { inTenant } from '@siteninja/core';
import { created, listOf, listQuery, noContent, ok, singlePage } from '@siteninja/http';
import { internalRoute, route } from '../context';
import {
  createLocation,
  deleteLocation,
  getLocation,
  listLocations,
  orderLocations,
  updateLocation,
} from './location';
import { location, locationChange, locationOrder, newLocation } from './location.schema';

const LOCATIONS = '/tenants/:tenantId/locations';

export const locationRoutes = [
  route({
    method: 'get',
    path: LOCATIONS,
    summary: 'List the locations of a tenant, in their order',
    allow: 'read:profile',
    query: listQuery({ sort: ['sortOrder', 'createdAt', 'updatedAt', 'label'], order: 'asc' }),
    returns: listOf(location),
    handle: (ctx, { query }) => listLocations(ctx, query),
  }),
  route({
    method: 'post',
    path: LOCATIONS,
    summary: 'Add a location; live at once',
    description:
      'The first location is the primary one. Where it is given no telephone numbers, email addresses or hours, it takes over those of the tenant.',
    allow: 'write:profile',
    body: newLocation,
    returns: created(location),
    emits: ['location.created'],
    example: {
      label: 'Workshop',
      address: { street: '12 Quay Street', postalCode: 'BS1 4DB', city: 'Bristol', country: 'GB' },
      geo: { lat: 51.4489, lng: -2.5994 },
      phones: [{ label: 'Office', e164: '+442079460018' }],
      emails: [{ label: 'Office', address: 'office@harbor.example' }],
      hours: [
        { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '08:00', closes: '18:00' },
      ],
      exceptions: [{ date: '2026-12-25', closed: true, note: 'Christmas' }],
    },
    handle: (ctx, { body }) => createLocation(ctx, body),
  }),
  route({
    method: 'put',
    path: `${LOCATIONS}/order`,
    summary: 'Put the locations into another order',
    description: 'Every location is named once.',
    allow: 'write:profile',
    body: locationOrder,
    returns: listOf(location),
    emits: ['location.reordered'],
    operationId: 'reorderLocations',
    handle: async (ctx, { body }) => singlePage(await orderLocations(ctx, body.locationIds)),
  }),
  route({
    method: 'get',
    path: `${LOCATIONS}/:locationId`,
    summary: 'Read a location',
    allow: 'read:profile',
    returns: ok(location),
    errors: ['location.not_found'],
    handle: (ctx, { params }) => getLocation(ctx, params.locationId),
  }),
  route({
    method: 'put',
    path: `${LOCATIONS}/:locationId`,
    summary: 'Change a location, or make it the primary one; live at once',
    allow: 'write:profile',
    body: locationChange,
    current: (ctx, { locationId }) => getLocation(ctx, locationId),
    returns: ok(location),
    emits: ['location.updated'],
    example: { geo: { lat: 51.449, lng: -2.599 }, isPrimary: true },
    errors: ['location.not_found', 'request.precondition_failed'],
    handle: (ctx, { params, body }) => updateLocation(ctx, params.locationId, body),
  }),
  route({
    method: 'delete',
    path: `${LOCATIONS}/:locationId`,
    summary: 'Delete a location, the primary one only as the last',
    allow: 'delete:profile',
    returns: noContent(),
    emits: ['location.deleted'],
    errors: ['location.not_found', 'location.is_primary', 'request.precondition_failed'],
    handle: (ctx, { params }) => deleteLocation(ctx, params.locationId),
  }),
];

export const internalLocationRoutes = [
  internalRoute(calls.getLocation, (ctx, { params, query }) =>
    getLocation(inTenant(ctx, query.tenantId), params.locationId),
  ),
];
