import { Form, Link } from '@remix-run/react';
import { Pencil } from 'lucide-react';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import type { AnswersData, EditState } from './page-data.ts';

interface AnswersLineProps {
  answers: AnswersData;
  edit: EditState;
}

/** What the model answers, by the names people see. */
export function AnswersLine({ answers, edit }: AnswersLineProps) {
  const { classes, others } = answers;
  const count = classes.length || others.length;
  return (
    <div className="border-t border-line px-6 py-4 text-sm max-sm:px-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="h-section mr-2">{count === 1 ? 'One answer found' : `${count} answers found`}</h2>
        {!edit.isAnswers && <Names answers={answers} />}
        {classes.length > 0 && !edit.isAnswers && (
          <Link className="link ml-auto inline-flex items-center gap-1.5" to="?edit.answers" preventScrollReset replace>
            <Icon of={Pencil} size={14} />
            Rename
          </Link>
        )}
      </div>
      {edit.isAnswers && <Rename classes={classes} failure={edit.failure} />}
    </div>
  );
}

const SHOWN_CLASSES = 12;

function Names({ answers: { classes, others } }: { answers: AnswersData }) {
  const shown = classes.slice(0, SHOWN_CLASSES);
  return (
    <>
      {shown.map(({ name, inFile, isFavourable }, place) => (
        <span key={name} className="answer-chip">
          {inFile !== null && <span className="code text-muted">{inFile}</span>}
          <span className="inline-flex items-center gap-1.5 font-medium">
            <AnswerGlyph place={place} count={classes.length} />
            {name}
          </span>
          {isFavourable && <span className="text-xs text-muted">hoped for</span>}
        </span>
      ))}
      {classes.length > shown.length && <span className="text-muted">and {classes.length - shown.length} more</span>}
      {others.map((other) => (
        <span key={other} className="answer-chip">
          {other}
        </span>
      ))}
    </>
  );
}

interface RenameProps {
  classes: AnswersData['classes'];
  failure: EditState['failure'];
}

function Rename({ classes, failure }: RenameProps) {
  return (
    <Form method="post" preventScrollReset className="mt-3 grid gap-3" aria-label="Rename the answers">
      <input type="hidden" name="intent" value="answers" />
      <div className="input-edit-choices">
        {classes.map(({ name, inFile }, place) => (
          <label key={name} className="flex items-center gap-3">
            <span className="code w-24 shrink-0 truncate text-muted">{inFile ?? name}</span>
            <input className="input" name={`class.${place}`} defaultValue={name} maxLength={200} />
          </label>
        ))}
      </div>
      {failure && (
        <Notice tone="bad">
          <p>{failure.message}</p>
        </Notice>
      )}
      <div className="flex gap-2">
        <Button variant="primary" size="small" type="submit">
          Save
        </Button>
        <Link className="btn btn-quiet btn-sm" to="?" preventScrollReset replace>
          Cancel
        </Link>
      </div>
    </Form>
  );
}
