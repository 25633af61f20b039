/** Hands a value to the browser as a file to keep. */
export function saveJson(value: unknown, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value)], { type: 'application/json' }));
  link.download = `${name.replaceAll(/[^\w.-]+/g, '-')}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
