/** Where a form of the editor leads back to: the part, and the field, it was about. */
export function partAddress(path: string, form: Pick<URLSearchParams, 'get'>): string {
  const query = new URLSearchParams();
  for (const name of ['part', 'q']) {
    const value = form.get(name);
    if (value) query.set(name, value);
  }
  const key = form.get('key');
  if (key && !query.has('part')) query.set('field', key);
  return query.size > 0 ? `${path}?${query}` : path;
}
