import { Download } from 'lucide-react';
import { useState } from 'react';
import type { CallSnippets, QuestionDetails } from '#app/preview/contract.ts';
import { saveJson } from '../answers/shapes/save-json.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { CodeBlock } from './section.tsx';

const LANGUAGES = [
  { value: 'curl', label: 'curl' },
  { value: 'python', label: 'Python' },
  { value: 'javascript', label: 'JavaScript' },
] as const;
const WAYS = [
  { value: 'portal', label: 'By its fields, and keep it' },
  { value: 'serving', label: 'By its tensors' },
] as const;
const NEEDED = {
  portal: 'Put an API token of yours into the variable FIRSTLOOK_TOKEN.',
  serving: 'Open Inference Protocol V2, straight to the server of the models. Nothing is stored.',
};

/** This very question, to be asked from somewhere else. */
export function CallIt({ question }: { question: QuestionDetails }) {
  const ways = WAYS.filter(({ value }) => question[value] !== null);
  const [way, setWay] = useState<'portal' | 'serving'>(ways[0]?.value ?? 'portal');
  const [language, setLanguage] = useState<keyof Omit<CallSnippets, 'file'>>('curl');
  const snippets = question[way];
  if (!snippets) return <p className="text-sm text-muted">This question cannot be written out as JSON.</p>;
  const { file } = snippets;
  return (
    <>
      {ways.length > 1 && (
        <Segmented
          name="details-way"
          label="How it is asked"
          options={ways}
          value={way}
          onValueChange={(value) => setWay(value === 'serving' ? 'serving' : 'portal')}
        />
      )}
      <Segmented
        name="details-language"
        label="Written for"
        options={LANGUAGES}
        value={language}
        onValueChange={(value) => setLanguage(LANGUAGES.find((one) => one.value === value)?.value ?? 'curl')}
      />
      <CodeBlock text={snippets[language]} label="the call" />
      <p className="text-sm text-muted">{NEEDED[way]}</p>
      {file !== null && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <Button size="small" icon={Download} onClick={() => saveJson(JSON.parse(file), 'question')}>
            Download question.json
          </Button>
          It is read from the folder you run this in.
        </div>
      )}
    </>
  );
}
