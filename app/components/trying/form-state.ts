import type { FormField } from '#app/preview/contract.ts';

/** What a control shows, and the exact value behind it as long as that text stands for it. */
export interface ControlText {
  text: string;
  was: string | null;
}

type Texts = Readonly<Record<string, ControlText>>;

interface Moment {
  /** What was in the form before anyone edited it: edits are counted from here. */
  base: Texts;
  texts: Texts;
  /** Place of the example that is in the form; null: none. */
  example: number | null;
}

export interface FormState extends Moment {
  /** Where Undo leads, the latest last. */
  past: readonly Moment[];
  /** Typing on in one field is one step to undo. */
  lastEdited: string | null;
}

export type FormAction =
  | { type: 'edit'; key: string; text: string }
  | { type: 'reset'; key: string }
  | { type: 'reset-all' }
  | { type: 'undo' }
  /** An example: what edits are counted from changes too. */
  | { type: 'load'; fields: readonly FormField[]; example: number | null }
  /** A pasted row: edits of what was there. */
  | { type: 'fill'; fields: readonly FormField[] }
  | { type: 'restore'; kept: Moment };

const MOST_STEPS = 100;

/** The form as the server sent it: `fields` before any edit, `texts` what is in them now. */
export function startForm(given: {
  fields: readonly FormField[];
  example: number | null;
  texts?: Readonly<Record<string, ControlText>> | undefined;
}): FormState {
  const base = textsOf(given.fields);
  return { base, texts: { ...base, ...given.texts }, example: given.example, past: [], lastEdited: null };
}

export function formReducer(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'edit':
      return edit(state, action.key, action.text);
    case 'reset': {
      const base = state.base[action.key];
      return base ? step(state, { ...state, texts: { ...state.texts, [action.key]: base } }) : state;
    }
    case 'reset-all':
      return changedKeys(state).length === 0 ? state : step(state, { ...state, texts: state.base });
    case 'undo': {
      const before = state.past.at(-1);
      return before ? { ...before, past: state.past.slice(0, -1), lastEdited: null } : state;
    }
    case 'load': {
      const base = textsOf(action.fields);
      return step(state, { base, texts: base, example: action.example });
    }
    case 'fill':
      return step(state, { ...state, texts: { ...state.texts, ...textsOf(action.fields) } });
    case 'restore':
      return { ...action.kept, past: [], lastEdited: null };
  }
}

/** The fields whose text is not what it was before anyone edited them. */
export function changedKeys({ base, texts }: Moment): string[] {
  return Object.keys(base).filter((key) => texts[key]?.text !== base[key]?.text);
}

/** The controls as a browser would post them. */
export function controlsOf(texts: Texts): Record<string, string> {
  const controls: [string, string][] = [];
  for (const [key, { text, was }] of Object.entries(texts)) {
    controls.push([`in.${key}`, text]);
    if (was !== null) controls.push([`was.${key}`, was]);
  }
  return Object.fromEntries(controls);
}

/** The same form has the same one: by it an answer is known to belong to what is in the form. */
export function signatureOf(texts: Texts): string {
  return JSON.stringify(Object.entries(texts).map(([key, { text, was }]) => [key, text, was]));
}

/** What is kept of a form, so that a reload or the way back finds it again. */
export function keptMoment({ base, texts, example }: FormState): Moment {
  return { base, texts, example };
}

/** Something kept, when it is a form of these fields; a form of another description is none. */
export function readMoment(kept: unknown, fields: readonly FormField[]): Moment | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { base, texts, example } = kept as Partial<Record<keyof Moment, unknown>>;
  if (!isTexts(base, fields) || !isTexts(texts, fields)) return null;
  return { base, texts, example: typeof example === 'number' ? example : null };
}

function isTexts(given: unknown, fields: readonly FormField[]): given is Texts {
  if (typeof given !== 'object' || given === null) return false;
  const entries = Object.entries(given);
  const isSame = entries.length === fields.length && fields.every(({ key }) => Object.hasOwn(given, key));
  return isSame && entries.every(([, value]) => isControlText(value));
}

function isControlText(value: unknown): value is ControlText {
  if (typeof value !== 'object' || value === null) return false;
  const { text, was } = value as Partial<Record<keyof ControlText, unknown>>;
  return typeof text === 'string' && (was === null || typeof was === 'string');
}

function edit(state: FormState, key: string, text: string): FormState {
  const before = state.texts[key];
  const base = state.base[key];
  if (!before || !base || before.text === text) return state;
  // Typed back to what it was, it is exactly what it was.
  const now = text === base.text ? base : { text, was: before.was };
  const texts = { ...state.texts, [key]: now };
  // Going back to what it was is a step of its own: Undo brings back what was typed.
  if (state.lastEdited === key && now !== base) return { ...state, texts };
  return { ...step(state, { ...state, texts }), lastEdited: key };
}

function step(state: FormState, { base, texts, example }: Moment): FormState {
  return {
    base,
    texts,
    example,
    past: [...state.past, keptMoment(state)].slice(-MOST_STEPS),
    lastEdited: null,
  };
}

function textsOf(fields: readonly FormField[]): Texts {
  return Object.fromEntries(fields.map(({ key, value, was }) => [key, { text: value, was }]));
}
