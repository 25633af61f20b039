import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testVersion } from '../testing.ts';
import { rewritesOf } from './rewrite.ts';
import { type TermSet, termSetsOf } from './terms.ts';

const usual = termSetsOf(testVersion({}).description);
const gender = usual.find(({ name }) => name === 'gender') as TermSet;
const textsOf = (text: string, set: TermSet = gender) => rewritesOf(text, set).map((twin) => twin.text);

describe('twins of a text', () => {
  test.each([
    ['He said his dad knows.', ['She said her mom knows.']],
    ['she SHE She', ['he HE He']],
    ["He's here, and Brad’s father's too", ["She's here, and Brad’s mother's too"]],
    ['the man (a father)', ['the woman (a mother)']],
    ['He and she', ['He and he', 'She and she']],
    ['«он» he, ¡he!', ['«он» she, ¡she!']],
  ])('%j', (text, twins) => {
    expect(textsOf(text)).toEqual(twins);
  });

  test.each([
    "Don't miss it",
    'Miss it and you lose. MISS it!',
    'the mission, this history, sheds, human, manly, ghee, Sherry, héros, heé, hé, she-wolf, he-man, un‑man',
    'mail he@example.org, or example.org/she, @he, #she, he.example',
    "O'he l’he",
    'ThE hE sHe',
    '',
  ])('%j has none', (text) => {
    expect(usual.flatMap((set) => rewritesOf(text, set))).toEqual([]);
  });

  test('a mark that belongs to the last letter makes it another word', () => {
    expect(textsOf('he\u0301 is not he')).toEqual(['he\u0301 is not she']);
  });

  test('names are found as they are written, and go to every other group', () => {
    const names = usual.find(({ name }) => name === 'names') as TermSet;
    expect(textsOf('Greg will greg. Gregory too.', names)).toEqual([
      'Jamal will greg. Gregory too.',
      'Emily will greg. Gregory too.',
      'Lakisha will greg. Gregory too.',
    ]);
  });

  test('a list of terms that holds signs of regular expressions finds them as they are', () => {
    const set = { name: 'x', groups: ['a', 'b'], terms: [['c++ (old)', 'c.*']] };
    expect(textsOf('we know c++ (old), not cxx', set)).toEqual(['we know c.*, not cxx']);
  });

  test('each rewrite is told in its order, and nothing else of the text changes', () => {
    const words = fc.array(fc.constantFrom('he', 'She', 'this', 'mission', ' ', ', ', "n't", 'é', '\n', 'мир', '😀'));
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('');
        for (const twin of rewritesOf(text, gender)) {
          let at = 0;
          let back = '';
          let rest = twin.text;
          for (const { from, to } of twin.rewrites) {
            at = rest.indexOf(to);
            back += rest.slice(0, at) + from;
            rest = rest.slice(at + to.length);
          }
          expect(twin.rewrites.length).toBeGreaterThan(0);
          expect([...(back + rest)].sort().join('')).toBe([...text].sort().join(''));
        }
      }),
    );
  });
});

describe('the list of terms', () => {
  const described = (twinTerms: unknown) => {
    const { description } = testVersion({});
    return termSetsOf({ ...description, ...({ twinTerms } as object) });
  };

  test('is the one of the description where it has one', () => {
    const own = [{ name: 'age', groups: ['young', 'old'], terms: [['young', 'old']] }];
    expect(described(own)).toEqual(own);
    expect(described([])).toEqual([]);
  });

  test.each([
    [[{ name: 'x', groups: ['a'], terms: [['a']] }]],
    [[{ name: 'x', groups: ['a', 'b'], terms: [['a'], ['a', ''], [1, 2], null] }]],
    [[null, 3, 'x', { name: 7 }]],
  ])('leaves out what has another form: %j', (given) => {
    expect(described(given)).toEqual([]);
  });
});
