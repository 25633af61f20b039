/** What was typed into a refused form, else what is saved. */
export type Shown = (name: string, saved: string) => string;

/** What is wrong with a control. */
export type ErrorOf = (name: string) => string | undefined;
