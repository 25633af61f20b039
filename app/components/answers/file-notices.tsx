/** What was repaired or noticed when the model was checked. */
export function FileNotices({ notices }: { notices: { code: string; message: string }[] }) {
  if (notices.length === 0) return null;
  return (
    <section aria-labelledby="notices" className="card p-6">
      <h2 id="notices" className="h-section">
        About this file
      </h2>
      <ul className="mt-2 list-disc pl-5 text-muted">
        {notices.map((notice) => (
          <li key={`${notice.code} ${notice.message}`}>{notice.message}</li>
        ))}
      </ul>
    </section>
  );
}
