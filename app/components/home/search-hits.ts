import type { Found } from '#app/insight/contract.ts';
import { stateWords } from '../flags/flag-words.ts';
import type { SearchHit } from '../ui/shell/search-hit.ts';

/** What was found as rows of the search dialog: models, flags, people. */
export function searchHits({ models, flags, people }: Found): SearchHit[] {
  return [
    ...models.map(({ name, title, version }) => ({
      ...{ id: `model ${name}`, kind: 'Model', title, to: `/m/${name}` },
      detail: version === null ? name : `${name}, v${version}`,
    })),
    ...flags.map(({ id, number, title, state, stateVersion, model }) => ({
      ...{ id, kind: `Flag ${number}`, title, to: `/f/${id}` },
      detail: `${model.title}, ${stateWords(state, stateVersion).toLowerCase()}`,
    })),
    ...people.map(({ id, name }) => ({
      ...{ id, kind: 'Person', title: name, to: `/flags?${new URLSearchParams({ reporter: id })}` },
      detail: 'Their flags',
    })),
  ];
}
