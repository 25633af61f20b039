import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { PickedFile } from './dropped-files.ts';
import type { PublishPageData } from './page-data.ts';
import type { UploadTarget } from './send-upload.ts';
import { suggestName } from './suggest-name.ts';
import { sizeWords } from './transfer.ts';

interface PickedCardProps {
  page: PublishPageData;
  files: readonly PickedFile[];
  isPrivate: boolean;
  /** What it was to be called when sending came to nothing. */
  lastName: string | undefined;
  /** What was wrong with the name when it was sent. */
  nameError: string | undefined;
  onPublish: (target: UploadTarget) => void;
  onBack: () => void;
}

const SHOWN_FILES = 6;

/** What was dropped, and what the new model shall be called: its name is for good, so it is asked before. */
export function PickedCard(props: PickedCardProps) {
  const { page, files, isPrivate, lastName, nameError, onPublish, onBack } = props;
  const paths = files.map(({ path }) => path);
  const [name, setName] = useState(() => lastName ?? suggestName(paths));
  const known = page.models.find((model) => model.name === name);
  const publish = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const project = new FormData(event.currentTarget).get('project');
    onPublish({ model: name, project: typeof project === 'string' && !known ? project : null, isPrivate });
  };
  return (
    <form className="card grid gap-5 p-6 max-sm:p-4" onSubmit={publish} aria-label="What is published">
      <FileList files={files} />
      <div className="grid max-w-[520px] gap-4">
        <TextField
          name="name"
          label="Name of the model"
          hint="Part of every link, and for good"
          value={name}
          onChange={(event) => setName(event.currentTarget.value.trim())}
          error={nameError}
          autoFocus
          required
          autoComplete="off"
          spellCheck={false}
          pattern="[a-z0-9][a-z0-9._\-]{0,62}"
          title="Small letters, digits, dot, dash and underscore; a letter or digit first"
        />
        {!known && page.projects.length > 1 && (
          <Select
            name="project"
            label="Project"
            options={page.projects.map(({ slug, title }) => ({ value: slug, label: title }))}
          />
        )}
      </div>
      {known && (
        <Notice tone="accent">
          <p>
            This becomes version {known.nextNumber} of {known.title}.
          </p>
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" type="submit">
          {known ? `Publish version ${known.nextNumber}` : 'Publish'}
        </Button>
        <Button variant="quiet" onClick={onBack}>
          Choose other files
        </Button>
      </div>
    </form>
  );
}

function FileList({ files }: { files: readonly PickedFile[] }) {
  const shown = files.slice(0, SHOWN_FILES);
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <div>
      <h2 className="h-section">{files.length === 1 ? 'One file' : `${files.length} files, ${sizeWords(total)}`}</h2>
      <ul className="mt-2 grid gap-1 text-sm">
        {shown.map(({ file, path }) => (
          <li key={path} className="flex flex-wrap items-baseline gap-x-3">
            <span className="code break-all">{path}</span>
            <span className="num text-muted">{sizeWords(file.size)}</span>
          </li>
        ))}
        {files.length > shown.length && <li className="text-muted">and {files.length - shown.length} more</li>}
      </ul>
    </div>
  );
}

/** Why there is nothing to publish, and what to send instead. */
export function NoModel({ paths }: { paths: readonly string[] }) {
  const what = paths.length === 1 ? `${paths[0]} is no ONNX file.` : 'There is no ONNX file among these.';
  return (
    <Notice tone="bad">
      <p className="font-medium">{what}</p>
      <p className="text-sm">Export the model to ONNX, and drop the .onnx file or a zip that holds it.</p>
    </Notice>
  );
}
