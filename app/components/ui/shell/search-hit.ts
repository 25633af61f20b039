/** Something that was found. */
export interface SearchHit {
  id: string;
  /** What it is, in a word: 'Model', 'Flag 214', 'Person'. */
  kind: string;
  title: string;
  detail?: string | undefined;
  to: string;
}
