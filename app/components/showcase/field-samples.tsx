import { Ban } from 'lucide-react';
import { useState } from 'react';
import { DropZone } from '../ui/drop-zone.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Combobox, Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { Sample } from './sample.tsx';

const YES_NO = [
  { value: 'no', label: 'No' },
  { value: 'yes', label: 'Yes' },
];
const RACES = ['White', 'Black', 'Hispanic', 'Asian', 'Not given'].map((label) => ({ value: label, label }));
const PURPOSES = [
  'Car (new)',
  'Car (used)',
  'Furniture',
  'Radio or television',
  'Household appliances',
  'Repairs',
  'Education',
  'Retraining',
  'Business',
  'Other',
].map((label) => ({ value: label, label }));

/** The form of a preview: label left, control right. */
export function FieldSamples() {
  return (
    <Sample title="Field by kind" className="lg:col-span-5">
      <div className="grid gap-1">
        <NumberField
          name="ltv"
          label="Number"
          hint="10 to 110%"
          unit="%"
          defaultValue="72"
          min={10}
          max={110}
          step={1}
          typical={{ from: 55, to: 90 }}
          notches={[{ at: 90, answer: 3 }]}
          layout="row"
        />
        <EditedField />
        <NumberField
          name="income"
          label="Money"
          hint="$10k to $250k a year"
          prefix="$"
          unit="k"
          defaultValue="58"
          layout="row"
          min={10}
          max={250}
        />
        <NumberField
          name="dti"
          label="Out of range"
          unit="%"
          defaultValue="410"
          error="Highest is 64%. Did you mean 41.0%?"
          layout="row"
        />
        <NumberField name="none" label="Empty" hint="0 to 64%" unit="%" layout="row" min={0} max={64} step={0.5} />
        <Segmented name="single" label="Yes or no" options={YES_NO} defaultValue="no" layout="row" />
        <Select name="choice" label="Choice" options={RACES} defaultValue="White" layout="row" />
        <Combobox name="purpose" label="More than seven" options={PURPOSES} defaultValue="Furniture" layout="row" />
        <Select name="race" label="Race" options={RACES} defaultValue="Not given" isSensitive layout="row" />
        <TextField name="place" label="Text" defaultValue="Boston, second floor" layout="row" />
        <DropZone name="picture" label="Image or file" accept="image/*" layout="row" />
        <DropZone
          name="refused"
          label="Refused file"
          error="This is a PDF. Drop a picture: JPEG, PNG or WebP."
          layout="row"
        />
      </div>
    </Sample>
  );
}

function EditedField() {
  const [text, setText] = useState('41');
  return (
    <NumberField
      name="edited"
      label="Edited"
      hint="0 to 64%"
      unit="%"
      value={text}
      onValueChange={setText}
      original="36"
      min={0}
      max={64}
      step={0.5}
      typical={{ from: 28, to: 38 }}
      notches={[{ at: 43, answer: 3 }]}
      layout="row"
    />
  );
}

/** Forms of their own: label above the control. */
export function StackedFieldSamples() {
  return (
    <Sample title="Field, stacked" className="lg:col-span-4">
      <div className="grid gap-4">
        <TextField name="name" label="Your name" placeholder="As colleagues know you" />
        <TextField
          name="email"
          label="Mail address"
          type="email"
          defaultValue="maya@"
          error="That is not a whole address. Add what comes after the @."
        />
        <TextField
          name="off"
          label="Address of the model"
          defaultValue="mortgage-approval"
          hint="Cannot be changed."
          disabled
        />
        <TextArea name="note" label="Why does it matter?" isOptional rows={3} />
        <Segmented
          name="severity"
          label="How serious is it?"
          defaultValue="stops"
          options={[
            { value: 'minor', label: 'Minor' },
            { value: 'serious', label: 'Serious' },
            { value: 'stops', label: 'Stops the release', icon: Ban, iconClass: 'text-bad-text' },
          ]}
        />
        <SearchField name="q" label="Search flags" placeholder="Search flags" />
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Switch name="sensitive" label="Sensitive" />
          <Switch name="twins" label="Keep private" defaultOn />
        </div>
      </div>
    </Sample>
  );
}
