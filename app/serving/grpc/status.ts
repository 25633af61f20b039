import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Log } from '#app/core/log.ts';
import { understandFailure } from '../router/failure.ts';

/** gRPC's word for each HTTP status; what is not here is INTERNAL. */
const STATUS = new Map<number, status>([
  [400, status.INVALID_ARGUMENT],
  [401, status.UNAUTHENTICATED],
  [403, status.PERMISSION_DENIED],
  [404, status.NOT_FOUND],
  [409, status.ALREADY_EXISTS],
  [410, status.NOT_FOUND],
  [413, status.RESOURCE_EXHAUSTED],
  [422, status.INVALID_ARGUMENT],
  [429, status.RESOURCE_EXHAUSTED],
  [501, status.UNIMPLEMENTED],
  [503, status.UNAVAILABLE],
  [504, status.DEADLINE_EXCEEDED],
]);

/** A failure as gRPC tells it: the sentence HTTP would have, and `retry-after` in the metadata. */
export function grpcFailure(thrown: unknown, log: Log): Partial<ServiceError> {
  const error = understandFailure(thrown);
  const level = error.code === 'FL_INTERNAL' ? 'error' : 'debug';
  log[level]({ code: error.code, err: error.cause }, error.message);
  const metadata = new Metadata();
  if (error.retryAfterS !== undefined) metadata.set('retry-after', String(error.retryAfterS));
  return { code: STATUS.get(error.status) ?? status.INTERNAL, details: error.message, metadata };
}
