/** Every table of the database, for the client, the slices and drizzle-kit alike. */
export * from './accounts.ts';
export * from './catalog.ts';
export * from './feedback.ts';
export * from './jobs.ts';
export * from './ledger.ts';
export * from './pictures.ts';
export * from './preview.ts';
export * from './search.ts';
