import { z } from 'zod';
import { type ApiCall, type ApiEndpoint, parse } from './endpoint.ts';
import { pageQuery, queryObject } from './paging.ts';
import { eventJson } from './views.ts';

const ledgerQuery = z.object({
  limit: pageQuery.shape.limit,
  after: z.coerce.number('must be the number of an event').int('must be the number of an event').min(0).default(0),
});

/** Events in order after a number: of everything for an admin, of the viewer's projects for everyone else. */
function read(call: ApiCall) {
  const { viewer, container } = call;
  const { after, limit } = parse(ledgerQuery, queryObject(call.query));
  const events = container.ledger.read({
    after,
    limit,
    ...(!viewer.isAdmin && { projectIds: Object.keys(viewer.roles) }),
  });
  const last = events.at(-1)?.seq;
  return { status: 200, body: { items: events.map(eventJson), next: events.length === limit ? (last ?? null) : null } };
}

export const ledgerEndpoints: ApiEndpoint[] = [
  { method: 'GET', path: '/ledger', action: 'read-feedback', handle: read },
];
