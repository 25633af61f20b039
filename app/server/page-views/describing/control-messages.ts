/** Keys of a description by the control that edits them. */
const CONTROLS: Record<string, string> = {
  allowed: 'choices',
  default: 'start',
  bands: 'bands',
  classes: 'classes',
  order: 'place',
};
const DISPLAY_CONTROLS: Record<string, string> = { unit: 'shown-unit', scale: 'scale', decimals: 'decimals' };

/** What a place is called in front of 'must not …'. */
const SUBJECTS: Record<string, string> = {
  label: 'The name',
  help: 'The help text',
  kind: 'This kind',
  unit: 'The unit',
  scale: 'The factor',
  'shown-unit': 'The unit',
  decimals: 'The number of decimals',
  min: 'The lowest value',
  max: 'The highest value',
  step: 'The step',
  start: 'The value to start with',
  choices: 'The list of choices',
  bands: 'The decisions',
  classes: 'The list of classes',
  favourable: 'The class people hope for',
  threshold: 'The threshold',
};

/**
 * What was wrong by place in the description ('inputs, age, min'), as sentences by the control that is about it. What
 * is by control already stays as it is.
 */
export function controlMessages(fields: Readonly<Record<string, string>>): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const [place, what] of Object.entries(fields)) {
    const parts = place.split(', ');
    const isPlace = parts.length > 1 && (parts[0] === 'inputs' || parts[0] === 'outputs');
    const control = isPlace ? controlOf(parts.slice(2)) : place;
    messages[control] ??= isPlace ? sentence(control, what) : what;
  }
  return messages;
}

function controlOf([key = 'form', inner = '']: string[]): string {
  if (key === 'display') return DISPLAY_CONTROLS[inner] ?? 'scale';
  return CONTROLS[key] ?? key;
}

function sentence(control: string, what: string): string {
  const words = what.replace('must not be above max', 'must not be above the highest');
  return `${SUBJECTS[control] ?? 'This'} ${words}.`;
}
