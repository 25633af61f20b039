import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { PublishPageData } from './page-data.ts';

/** The same without a script. What the server must know first comes first: it reads the form as it arrives. */
export function PlainForm({ page }: { page: PublishPageData }) {
  const { model, projects } = page;
  return (
    <form
      className="card grid gap-5 p-6"
      method="post"
      action={model ? `/publish?model=${encodeURIComponent(model.name)}` : '/publish'}
      encType="multipart/form-data"
      aria-label="What is published"
    >
      {!model && (
        <TextField
          name="name"
          label="Name of the model"
          hint="Part of every link, and for good: small letters, digits and dashes"
          required
          autoComplete="off"
        />
      )}
      {!model && projects.length > 1 && (
        <Select
          name="project"
          label="Project"
          options={projects.map(({ slug, title }) => ({ value: slug, label: title }))}
        />
      )}
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" className="tick" name="private" value="1" />
        Keep private until I announce it
      </label>
      <Field id="plain-files" label="Files" hint="The .onnx file and what lies beside it, or a zip or tar.gz">
        <input id="plain-files" type="file" name="files" multiple required aria-describedby="plain-files-hint" />
      </Field>
      <div>
        <Button variant="primary" type="submit">
          Publish
        </Button>
      </div>
    </form>
  );
}
