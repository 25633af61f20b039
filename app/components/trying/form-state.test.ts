import { describe, expect, test } from 'vitest';
import type { FormField } from '#app/preview/contract.ts';
import {
  changedKeys,
  controlsOf,
  type FormAction,
  formReducer,
  keptMoment,
  readMoment,
  signatureOf,
  startForm,
} from './form-state.ts';

const field = (key: string, value: string, was: string | null = null): FormField => ({
  ...{ key, name: `in.${key}`, label: key, help: null, unit: null, control: 'number', value, was, choices: [] },
  ...{
    range: null,
    scale: null,
    isSensitive: false,
    isHidden: false,
    maxLength: null,
    picture: null,
    series: null,
    tensor: null,
  },
});
const fields = [field('debt', '36', '0.3612'), field('years', '5')];
const start = startForm({ fields, example: 0 });
const having = (...actions: FormAction[]) => actions.reduce(formReducer, start);
const edit = (key: string, text: string): FormAction => ({ type: 'edit', key, text });
const textOf = (state: typeof start, key: string) => state.texts[key]?.text;

describe('editing', () => {
  test('counts the fields that are not what they were, and gives the way back', () => {
    const edited = having(edit('debt', '41'), edit('years', '9'));
    expect(changedKeys(edited)).toEqual(['debt', 'years']);
    expect(edited.base.debt).toEqual({ text: '36', was: '0.3612' });
    const reset = formReducer(edited, { type: 'reset', key: 'debt' });
    expect(reset.texts.debt).toEqual({ text: '36', was: '0.3612' });
    expect(changedKeys(reset)).toEqual(['years']);
    expect(formReducer(edited, { type: 'reset-all' }).texts).toEqual(start.texts);
  });

  test('typed back to what it was, a field is exactly what it was', () => {
    expect(having(edit('debt', '4'), edit('debt', '36')).texts.debt).toEqual(start.texts.debt);
  });

  test('what does not exist or does not change is no step', () => {
    expect(having(edit('nothing', '1'))).toBe(start);
    expect(having(edit('debt', '36'))).toBe(start);
    expect(having({ type: 'reset-all' })).toBe(start);
    expect(having({ type: 'undo' })).toBe(start);
  });
});

describe('undo', () => {
  test('takes back a field at a time, however many letters were typed', () => {
    const typed = having(edit('debt', '4'), edit('debt', '41'), edit('years', '9'));
    const once = formReducer(typed, { type: 'undo' });
    expect([textOf(once, 'debt'), textOf(once, 'years')]).toEqual(['41', '5']);
    const twice = formReducer(once, { type: 'undo' });
    expect(twice.texts).toEqual(start.texts);
    expect(twice.past).toEqual([]);
  });

  test('after going back to what it was brings back what was typed', () => {
    const reset = having(edit('debt', '4'), edit('debt', '41'), edit('debt', '36'));
    expect(textOf(formReducer(reset, { type: 'undo' }), 'debt')).toBe('41');
  });

  test('takes back an example and a reset too', () => {
    const loaded = having(edit('debt', '41'), {
      type: 'load',
      fields: [field('debt', '10'), field('years', '1')],
      example: 2,
    });
    expect([loaded.example, changedKeys(loaded).length]).toEqual([2, 0]);
    const back = formReducer(loaded, { type: 'undo' });
    expect([back.example, textOf(back, 'debt'), changedKeys(back)]).toEqual([0, '41', ['debt']]);
    const reset = formReducer(back, { type: 'reset-all' });
    expect(textOf(formReducer(reset, { type: 'undo' }), 'debt')).toBe('41');
  });

  test('remembers a hundred steps, not more', () => {
    let state = start;
    for (let at = 0; at < 150; at += 1) state = formReducer(state, edit(at % 2 ? 'debt' : 'years', String(at + 100)));
    expect(state.past).toHaveLength(100);
  });
});

test('a pasted row is an edit of what was there', () => {
  const pasted = having({ type: 'fill', fields: [field('years', '7')] });
  expect([textOf(pasted, 'debt'), textOf(pasted, 'years'), changedKeys(pasted)]).toEqual(['36', '7', ['years']]);
});

test('the controls are what a browser would post', () => {
  expect(controlsOf(having(edit('years', '9')).texts)).toEqual({
    ...{ 'in.debt': '36', 'was.debt': '0.3612' },
    'in.years': '9',
  });
});

test('the same form has the same signature, another has another', () => {
  expect(signatureOf(having(edit('debt', '4'), edit('debt', '36')).texts)).toBe(signatureOf(start.texts));
  expect(signatureOf(having(edit('debt', '4')).texts)).not.toBe(signatureOf(start.texts));
  const exact = startForm({ fields, example: 0, texts: { debt: { text: '36', was: '0.36' } } });
  expect(signatureOf(exact.texts)).not.toBe(signatureOf(start.texts));
});

describe('what was kept', () => {
  const kept = () => JSON.parse(JSON.stringify(keptMoment(having(edit('debt', '41')))));

  test('comes back as it was', () => {
    const moment = readMoment(kept(), fields);
    if (!moment) throw new Error('nothing was kept');
    const back = formReducer(start, { type: 'restore', kept: moment });
    expect([textOf(back, 'debt'), changedKeys(back), back.past]).toEqual(['41', ['debt'], []]);
  });

  test.each([
    ['nothing', null],
    ['a text', 'x'],
    ['another form', { ...keptMoment(start), texts: { other: { text: '', was: null } } }],
    ['a form with a field less', { ...keptMoment(start), base: { debt: { text: '', was: null } } }],
    ['values that are none', { ...keptMoment(start), texts: { debt: 1, years: null } }],
    ['half of it', { base: start.base }],
  ])('is not taken from %s', (_what, given) => {
    expect(readMoment(given, fields)).toBeNull();
  });
});
