import type { PublishResult, VersionDetail } from '../contract.ts';
import type { CatalogDeps } from '../deps.ts';

/** What a publish answers about a version. */
export function resultOf(
  { portalUrl }: CatalogDeps,
  version: VersionDetail,
  { created }: { created: boolean },
): PublishResult {
  const { modelName, number, digest, state, timings, notices, description } = version;
  return {
    created,
    model: modelName,
    version: number,
    digest,
    state,
    url: `${portalUrl}/m/${modelName}/v/${number}`,
    timings,
    inputs: description.inputs,
    outputs: description.outputs,
    notices,
    cases: { fixed: 0, stillWrong: 0, newlyBroken: 0, unchanged: 0 },
  };
}
