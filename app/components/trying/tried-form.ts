import type { AskFailure } from './answer-state.ts';
import type { ControlText } from './form-state.ts';
import type { TryingPageData } from './page-data.ts';

interface Tried {
  failure: AskFailure;
  /** Every control that was sent, the hidden ones too. */
  values: Readonly<Record<string, string>>;
}

/**
 * The page after a form was refused: what was typed stays, and so does the exact value that went along with each control
 * (`was.<key>`), not the one of the example the page would open on.
 */
export function withTried(page: TryingPageData, { failure, values }: Tried): TryingPageData {
  const sent = page.fields.flatMap(({ key, name }): [string, ControlText][] => {
    const text = values[name];
    return text === undefined ? [] : [[key, { text, was: values[`was.${key}`] ?? null }]];
  });
  // A judgement that came too late sent no form.
  if (sent.length === 0) return { ...page, first: page.first?.ok ? page.first : { ok: false, failure } };
  return { ...page, isTried: true, texts: Object.fromEntries(sent), first: { ok: false, failure } };
}
