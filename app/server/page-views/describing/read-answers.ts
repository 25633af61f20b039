import type { DescribedOutput } from '#app/catalog/description-format.ts';
import type { AnswersView } from '#app/components/describing/page-data.ts';
import { numberIn, wrong } from '../correct-input.ts';
import { bandsOutput, IN_100, thresholdOutput } from './answers-view.ts';

/** The forms about the answers as changes of the outputs: what was not touched is not in them. */

type Changes = Record<string, Record<string, unknown>>;

/** Roles, names of classes, which of them is hoped for, the threshold. @throws FL_DESCRIPTION_INVALID */
export function readAnswersForm(
  outputs: readonly DescribedOutput[],
  view: AnswersView,
  form: URLSearchParams,
): Changes {
  const changes: Changes = {};
  const change = (name: string, keys: Record<string, unknown>): void => {
    changes[name] = { ...changes[name], ...keys };
  };
  for (const [at, output] of view.outputs.entries()) {
    for (const key of ['label', 'kind', 'unit', 'role'] as const) {
      const text = form.get(`output-${key}.${at}`)?.trim();
      if (text === undefined || text === (output[key] ?? '')) continue;
      if (key === 'label' && text === '') throw wrong(`output-label.${at}`, 'Give it a name people understand.');
      change(output.name, { [key]: text || null });
    }
  }
  const names = namesIn(view, form);
  const isRenamed = names.some((name, at) => name !== view.classes[at]?.name);
  const hoped = form.get('favourable') ?? view.favourable;
  for (const { name, classes } of outputs) {
    if (classes?.length !== names.length || names.length === 0) continue;
    if (isRenamed) change(name, { classes: names });
    if (isRenamed || hoped !== view.favourable)
      change(name, { favourable: hoped === '' ? null : names[Number(hoped)] });
  }
  const threshold = form.get('threshold')?.trim();
  const output = thresholdOutput(outputs);
  if (output && threshold !== undefined && threshold !== view.threshold) {
    change(output.name, { threshold: numberIn(threshold, 'threshold', IN_100) });
  }
  return changes;
}

function namesIn(view: AnswersView, form: URLSearchParams): string[] {
  const lines = form.get('classes');
  const names =
    lines === null
      ? view.classes.map(({ name }, at) => form.get(`class.${at}`)?.trim() || name)
      : lines.split(/\r\n|\r|\n/).flatMap((line) => line.trim() || []);
  if (names.length !== view.classes.length) {
    throw wrong('classes', `There are ${names.length} names for ${view.classes.length} classes. Give one a line.`);
  }
  if (new Set(names).size < names.length) {
    throw wrong(lines === null ? 'class.0' : 'classes', 'Two answers cannot have the same name.');
  }
  return names;
}

/** The bands, as they are posted whole. @throws FL_DESCRIPTION_INVALID with the row that is wrong */
export function readBandsForm(outputs: readonly DescribedOutput[], view: AnswersView, form: URLSearchParams): Changes {
  const output = bandsOutput(outputs);
  if (!output || !view.bands) throw wrong('bands', 'This version answers nothing that decisions could be made of.');
  const rows = [...form.keys()].flatMap((name) => (name.startsWith('band-label.') ? [name.slice(11)] : []));
  const bands = rows.flatMap((at) => {
    const label = form.get(`band-label.${at}`)?.trim() ?? '';
    const text = form.get(`band-from.${at}`)?.trim() ?? '';
    if (label === '' && text === '') return [];
    if (label === '') throw wrong(`band-label.${at}`, 'Say what is decided from here on.');
    const from = numberIn(text, `band-from.${at}`, view.bands?.isScore ? IN_100 : {});
    if (from === null) throw wrong(`band-from.${at}`, 'Say from where on this is decided.');
    if (view.bands?.isScore && (from < 0 || from > 1)) throw wrong(`band-from.${at}`, 'Give a score from 0 to 100.');
    return [{ from, label }];
  });
  const starts = bands.map(({ from }) => from);
  if (new Set(starts).size < starts.length) throw wrong('bands', 'Two decisions begin at the same score.');
  bands.sort((one, other) => other.from - one.from);
  return { [output.name]: { bands: bands.length > 0 ? bands : null } };
}
