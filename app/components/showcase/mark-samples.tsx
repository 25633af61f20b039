import { Ban, Check, CheckCheck, CircleDashed, Eye, Hourglass, RotateCcw, Scale } from 'lucide-react';
import { useState } from 'react';
import { AnswerGlyph, AnswerWord } from '../ui/answer-glyph.tsx';
import { Avatar, AvatarStack } from '../ui/avatar.tsx';
import { Badge, Count, StatusDot } from '../ui/badge.tsx';
import { Bar } from '../ui/bar.tsx';
import { Chip, ChipLink } from '../ui/chip.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar, ProgressSteps, ProgressTicks } from '../ui/progress.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Sample } from './sample.tsx';

export function AnswerSamples() {
  return (
    <Sample title="Answer: sure, close call, changing, not available" className="">
      <div className="grid gap-3 sm:grid-cols-2">
        <div className="rounded-md border border-line p-4">
          <p className="flex items-center gap-2.5">
            <AnswerGlyph place={2} count={3} size="medium" />
            <b className="text-xl">Decline</b>
          </p>
          <p className="mt-1 text-sm text-muted">Clear. Of 100 like this, 92 get Decline.</p>
        </div>
        <div className="rounded-md border border-line p-4">
          <p className="flex flex-wrap items-center gap-2.5">
            <AnswerGlyph place={0} count={3} size="medium" />
            <b className="text-xl">Approve</b>
            <Badge tone="warn" icon={Scale}>
              Close call
            </Badge>
          </p>
          <p className="mt-1 text-sm text-muted">Only just. 48 Approve, 41 Decline.</p>
        </div>
        <div className="rounded-md border border-line p-4" aria-busy="true">
          <Skeleton shape="block" className="h-6 w-32" />
          <Skeleton className="mt-2.5 w-52" />
          <p className="mt-2.5 text-xs text-muted">Waking up, about 0.2 s. Shown only after 150 ms.</p>
        </div>
        <div className="rounded-md border border-line p-4">
          <p className="flex items-center gap-2 font-medium">
            <Icon of={Hourglass} className="text-warn-text" />
            This model can’t answer right now
          </p>
          <p className="mt-1 text-sm text-muted">
            Your values are kept and answered when it is back. Stored answers still open.
          </p>
        </div>
      </div>
    </Sample>
  );
}

export function BadgeSamples() {
  const [isOn, setOn] = useState(false);
  return (
    <Sample title="Badge and chip" className="">
      <div className="flex flex-wrap gap-2">
        <Badge tone="line" icon={CircleDashed}>
          Open
        </Badge>
        <Badge tone="accent" icon={Check}>
          Accepted
        </Badge>
        <Badge tone="warn" icon={Eye}>
          Looks fixed in v3
        </Badge>
        <Badge tone="ok" icon={CheckCheck}>
          Confirmed
        </Badge>
        <Badge tone="bad" icon={RotateCcw}>
          Broke again in v4
        </Badge>
        <Badge icon={Ban}>Won’t fix</Badge>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-3">
        <span className="flex flex-wrap gap-2">
          <ChipLink to="?example=0" isSelected>
            Loan near $40k
          </ChipLink>
          <Chip isSelected={isOn} count={0} onClick={() => setOn(!isOn)}>
            High debt
          </Chip>
        </span>
        <AnswerWord label="Approve" place={0} count={3} />
        <AnswerWord label="Refer" place={1} count={3} />
        <AnswerWord label="Decline" place={2} count={3} />
        <AnswerWord label="Ankle boot" place={3} count={10} />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-3 text-sm">
        <StatusDot state="ready">Ready</StatusDot>
        <StatusDot state="waiting">Waking up</StatusDot>
        <StatusDot state="asleep">Asleep</StatusDot>
        <StatusDot state="stopped">Stopped</StatusDot>
        <span className="inline-flex items-center gap-2">
          Flags <Count value={3} /> <Count value={0} /> <Count value={2} isAccent />
        </span>
        <Avatar name="Maya Okafor" size="large" />
        <Avatar name="Tom Reyes" />
        <AvatarStack
          names={['Lena Park', 'Ines Vidal', 'Jonas Weber', 'Priya Raman', 'Sam Adeyemi', 'Tom Reyes', 'Ada']}
        />
      </div>
    </Sample>
  );
}

export function ProgressSamples() {
  return (
    <Sample title="Progress" className="">
      <div className="grid gap-3">
        <ProgressBar label="Uploading mortgage.onnx" share={0.62}>
          25 of 41 MB, 3 s left
        </ProgressBar>
        <ProgressBar label="Measuring">Measuring, 0.3 s</ProgressBar>
        <ProgressTicks done={2} of={5} />
        <div className="grid grid-cols-[84px_minmax(0,1fr)_62px] items-center gap-x-3 gap-y-2.5">
          <AnswerWord label="Approve" place={0} count={3} />
          <Bar share={0.48} tone="a1" size="large" />
          <span className="num text-right text-sm">48 of 100</span>
          <AnswerWord label="Refer" place={1} count={3} />
          <Bar share={0.11} tone="a2" size="large" />
          <span className="num text-right text-sm">11 of 100</span>
          <AnswerWord label="Decline" place={2} count={3} />
          <Bar share={0.41} tone="a3" size="large" />
          <span className="num text-right text-sm">41 of 100</span>
        </div>
      </div>
    </Sample>
  );
}

export function StepSamples() {
  return (
    <Sample title="Progress: steps with their times">
      <div className="grid gap-6">
        <ProgressSteps
          label="Published"
          steps={[
            { label: 'Received', state: 'done', tookMs: 20, detail: '41 kB, one file' },
            { label: 'Checked', state: 'done', tookMs: 90, detail: 'Sound, nothing hidden in it' },
            { label: 'Measured', state: 'done', tookMs: 210, detail: '3 ms an answer, 6 MB memory' },
            { label: 'Live', state: 'done', tookMs: 20, detail: 'The link works now' },
          ]}
        />
        <ProgressSteps
          label="Publishing"
          steps={[
            { label: 'Received', state: 'done', tookMs: 20, detail: '41 kB, one file' },
            { label: 'Checked', state: 'now', detail: 'Reading the graph' },
            { label: 'Measured', state: 'next' },
            { label: 'Live', state: 'next' },
          ]}
        />
        <ProgressSteps
          label="Refused"
          steps={[
            { label: 'Received', state: 'done', tookMs: 20, detail: '41 kB, one file' },
            { label: 'Checked', state: 'failed', tookMs: 31, detail: 'Not an ONNX file' },
            { label: 'Measured', state: 'next' },
            { label: 'Live', state: 'next' },
          ]}
        />
      </div>
    </Sample>
  );
}
