import { Notice } from './notice.tsx';

interface ErrorSummaryProps {
  message: string;
  /** Fields with a message each: `id` of the control, its label, what is wrong. */
  fields?: { id: string; label: string; message: string }[];
}

/** What went wrong with a form, above it: a sentence, and a link to each field that needs attention. */
export function ErrorSummary({ message, fields = [] }: ErrorSummaryProps) {
  return (
    <Notice tone="bad">
      <p className="font-medium">{message}</p>
      {fields.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {fields.map((field) => (
            <li key={field.id}>
              <a className="underline underline-offset-3" href={`#${field.id}`}>
                {field.label}
              </a>
              : {field.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
