import { descriptionEndpoints } from './descriptions.ts';
import type { ApiEndpoint } from './endpoint.ts';
import { flagEndpoints } from './flags.ts';
import { ledgerEndpoints } from './ledger.ts';
import { modelEndpoints } from './models.ts';
import { openapiDocument } from './openapi.ts';
import { peopleEndpoints } from './people.ts';
import { publishEndpoints } from './publish.ts';
import { runEndpoints } from './runs.ts';
import { tokenEndpoints } from './tokens.ts';

/** Every call of /api/v1; `docs/api.md` and the OpenAPI document list exactly these (tested both ways). */
export const API_ENDPOINTS: readonly ApiEndpoint[] = [
  ...publishEndpoints,
  ...modelEndpoints,
  ...descriptionEndpoints,
  ...runEndpoints,
  ...flagEndpoints,
  ...ledgerEndpoints,
  ...peopleEndpoints,
  ...tokenEndpoints,
  {
    method: 'GET',
    path: '/openapi.json',
    action: 'open',
    handle: () => ({ status: 200, body: openapiDocument }),
  },
];
