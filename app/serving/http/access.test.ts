import { describe, expect, test } from 'vitest';
import { createGuard, isLoopbackHost } from './access.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('on loopback', () => {
  const guard = createGuard({ tokens: ['s3cret', 'admin'], isLoopback: true });

  test('P10 /v2 and health are open, /admin/v1 is not', () => {
    expect(() => guard('/v2/models/m/infer', {})).not.toThrow();
    expect(() => guard('/readyz', {})).not.toThrow();
    expect(() => guard('/admin/v1/check', {})).toThrow(
      expect.objectContaining({ code: 'FL_ADMIN_TOKEN', status: 401 }),
    );
  });

  test.each(['s3cret', 'admin'])('P10 either token opens /admin/v1', (token) => {
    expect(() => guard('/admin/v1/check', bearer(token))).not.toThrow();
    expect(() => guard('/admin/v1/check', { authorization: `bearer  ${token} ` })).not.toThrow();
  });

  test.each([
    {},
    { authorization: '' },
    { authorization: 's3cret' },
    { authorization: 'Basic s3cret' },
    bearer(''),
    bearer('s3cre'),
    bearer('s3cret2'),
    bearer('S3CRET'),
  ])('P10 %o does not', (headers) => {
    expect(() => guard('/admin/v1/drain', headers)).toThrow(expect.objectContaining({ code: 'FL_ADMIN_TOKEN' }));
  });

  test('P11 a page of another site is refused everywhere', () => {
    for (const path of ['/v2', '/healthz', '/admin/v1/check', '/v2/models/m/infer']) {
      for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:8080']) {
        const headers = { origin, ...bearer('s3cret') };
        expect(() => guard(path, headers)).toThrow(
          expect.objectContaining({ code: 'FL_AUTH_BAD_ORIGIN', status: 403 }),
        );
      }
    }
  });
});

describe('reachable by others', () => {
  const guard = createGuard({ tokens: ['s3cret'], isLoopback: false });

  test('P10 /v2 asks for a token too, health does not', () => {
    expect(() => guard('/v2/health/live', {})).toThrow();
    expect(() => guard('/v2', bearer('s3cret'))).not.toThrow();
    expect(() => guard('/healthz', {})).not.toThrow();
    expect(() => guard('/healthz/../v2', {})).toThrow();
  });

  test('P10 no token at all opens nothing', () => {
    const closed = createGuard({ tokens: [], isLoopback: false });
    expect(() => closed('/v2', bearer(''))).toThrow();
    expect(() => closed('/v2', bearer('undefined'))).toThrow();
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.evil.example', false],
])('P10 %s is loopback: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
