import type { Log } from '#app/core/log.ts';
import type { Engine } from '../engines/engine.ts';
import type { Checker } from '../pool/checking/checker.ts';
import type { Preparer } from '../pool/preparing/preparer.ts';
import type { Sandbox } from '../pool/sandbox.ts';
import type { Repository } from '../repository/repository.ts';
import type { AccessRules } from './access.ts';

/** What the routes work with. */
export interface HttpDeps {
  engine: Engine;
  repository: Repository;
  checker: Checker;
  preparer: Preparer;
  sandbox: Sandbox;
  log: Log;
  access: AccessRules;
}
