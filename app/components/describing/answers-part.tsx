import { Form, useNavigation } from '@remix-run/react';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { FieldError, TextArea, TextField } from '../ui/text-field.tsx';
import { BandsEditor } from './bands-editor.tsx';
import type { ErrorOf, Shown } from './form-lookups.ts';
import { FormStart } from './form-start.tsx';
import type { AnswersView, DescribePageData, DescribeTried, OutputView } from './page-data.ts';

interface AnswersPartProps {
  page: DescribePageData;
  answers: AnswersView;
  tried: DescribeTried | null;
}

/** What the model answers: what each output is, what the classes are called, and the decisions made of them. */
export function AnswersPart({ page, answers, tried }: AnswersPartProps) {
  const own = tried?.intent === 'answers' ? tried : null;
  return (
    <div className="describe-answers">
      <AnswersForm page={page} answers={answers} tried={own} />
      {answers.bands && (
        <BandsEditor page={page} bands={answers.bands} tried={tried?.intent === 'bands' ? tried : null} />
      )}
    </div>
  );
}

function AnswersForm({ page, answers, tried }: AnswersPartProps) {
  const isSaving = useNavigation().formData?.get('intent') === 'answers';
  const shown = (name: string, saved: string): string => tried?.values[name] ?? saved;
  const error = (name: string): string | undefined => tried?.failure.fields[name];
  const { classes, favourable, threshold } = answers;
  return (
    <section className="card p-5 max-sm:p-4" aria-label="Answers">
      <h2 className="h-section">{answers.outputs.length === 1 ? 'One output' : `${answers.outputs.length} outputs`}</h2>
      <Form method="post" preventScrollReset className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormStart page={page} tried={tried} intent="answers" />
        {answers.outputs.map((output, at) => (
          <Output key={output.name} {...{ output, at, shown, error }} />
        ))}
        {classes.length > 0 && <ClassNames {...{ answers, shown, error }} />}
        {classes.length > 0 && (
          <Select
            key={`favourable ${favourable} ${classes.map(({ name }) => name).join()}`}
            name="favourable"
            label="The answer people hope for"
            hint="Bands and flips go by it"
            options={[
              { value: '', label: 'None' },
              ...classes.map(({ name }, at) => ({ value: String(at), label: name })),
            ]}
            defaultValue={shown('favourable', favourable)}
            error={error('favourable')}
          />
        )}
        {threshold !== null && (
          <TextField
            key={`threshold ${threshold}`}
            name="threshold"
            label="It is answered from a score of"
            hint="In 100. Empty: the highest score counts"
            defaultValue={shown('threshold', threshold)}
            error={error('threshold')}
            inputMode="decimal"
            autoComplete="off"
          />
        )}
        <div className="border-t border-line pt-4">
          <Button variant="primary" type="submit" isPending={isSaving} pendingLabel="Saving">
            Save the answers
          </Button>
        </div>
      </Form>
    </section>
  );
}

interface Lookups {
  shown: Shown;
  error: ErrorOf;
}

const ROLES = [
  { value: '', label: 'An answer of its own' },
  { value: 'lower', label: 'Lower bound of another' },
  { value: 'upper', label: 'Upper bound of another' },
];

function Output({ output, at, shown, error }: Lookups & { output: OutputView; at: number }) {
  const { name, label, kind, kinds, unit, role } = output;
  const roles = ROLES.some(({ value }) => value === role) ? ROLES : [...ROLES, { value: role, label: role }];
  return (
    <fieldset className="describe-output">
      <legend className="code text-sm text-muted">{name}</legend>
      <div className="describe-pair mt-2">
        <TextField
          key={`label ${label}`}
          name={`output-label.${at}`}
          label="Label people see"
          defaultValue={shown(`output-label.${at}`, label)}
          error={error(`output-label.${at}`)}
          maxLength={200}
        />
        <Select
          key={`kind ${kind}`}
          name={`output-kind.${at}`}
          label="What it is"
          options={kinds}
          defaultValue={shown(`output-kind.${at}`, kind)}
          error={at === 0 ? error('kind') : undefined}
        />
        {unit !== null && (
          <>
            <TextField
              key={`unit ${unit}`}
              name={`output-unit.${at}`}
              label="Unit"
              defaultValue={shown(`output-unit.${at}`, unit)}
              maxLength={100}
              autoComplete="off"
            />
            <Select
              key={`role ${role}`}
              name={`output-role.${at}`}
              label="Role"
              options={roles}
              defaultValue={shown(`output-role.${at}`, role)}
            />
          </>
        )}
      </div>
    </fieldset>
  );
}

function ClassNames({ answers: { classes, lines }, shown, error }: Lookups & { answers: AnswersView }) {
  if (lines !== null) {
    return (
      <TextArea
        key={lines}
        name="classes"
        label={`What the ${classes.length} classes are called`}
        hint="One a line, in the order of the model"
        rows={10}
        spellCheck={false}
        defaultValue={shown('classes', lines)}
        error={error('classes')}
      />
    );
  }
  return (
    <fieldset className="border-0">
      <legend className="field-label">What the classes are called</legend>
      <div className="describe-classes mt-2">
        {classes.map(({ name, inFile }, at) => (
          <label key={name} className="flex items-center gap-2 text-sm">
            <AnswerGlyph place={at} count={classes.length} />
            <span className="code w-16 shrink-0 truncate text-muted">{inFile ?? name}</span>
            <input className="input" name={`class.${at}`} defaultValue={shown(`class.${at}`, name)} maxLength={500} />
          </label>
        ))}
      </div>
      <FieldError name="class.0" error={error('class.0') ?? error('classes')} />
    </fieldset>
  );
}
