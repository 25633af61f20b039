import type { Description } from '../../description-format.ts';

/** What the portal itself notes of a description; a file says what it says. */
const OWN_KEYS = new Set(['guess', 'corrected', 'renamed']);

/** A description as `preview.json` says it: published again with the same model it comes to the same form. */
export function previewFileOf(description: Description): Record<string, unknown> {
  return {
    ...spoken(description),
    inputs: description.inputs.map(spoken),
    outputs: description.outputs.map(spoken),
  };
}

function spoken(entry: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !OWN_KEYS.has(key)));
}
