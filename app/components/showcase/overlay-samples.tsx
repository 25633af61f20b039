import { Check, ChevronDown, CircleQuestionMark, CircleX, Copy, Info, Lightbulb, Scale, Split } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ChoiceCards } from '../ui/choice-cards.tsx';
import { Dialog, prefetchDialog, SidePanel } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { Sample } from './sample.tsx';

const KINDS = [
  { value: 'wrong', label: 'Wrong', icon: CircleX, hint: 'It should say something else', shortcut: '1' },
  { value: 'boundary', label: 'Boundary', icon: Split, hint: 'The line is in the wrong place', shortcut: '2' },
  { value: 'bias', label: 'Bias', icon: Scale, hint: 'People are treated differently', shortcut: '3' },
  { value: 'unclear', label: 'Unclear', icon: CircleQuestionMark, hint: 'I can’t tell why', shortcut: '4' },
  { value: 'idea', label: 'Idea', icon: Lightbulb, hint: 'It could do more', shortcut: '5' },
];

const VERSIONS = [
  {
    items: [
      { id: '3', label: 'Version 3', detail: '12 min ago', to: '?v=3', isCurrent: true },
      { id: '2', label: 'Version 2', detail: '6 days ago', to: '?v=2', isCurrent: false },
      { id: '1', label: 'Version 1', detail: 'Retired', to: '?v=1', isCurrent: false },
    ],
  },
];

export function OverlaySamples() {
  const [open, setOpen] = useState<'dialog' | 'panel' | null>(null);
  useShortcuts({ f: () => setOpen('panel') });
  const near = { onPointerEnter: prefetchDialog, onFocus: prefetchDialog };
  return (
    <Sample title="Menu, dialog, panel, tooltip: fetched on first use" className="lg:col-span-8">
      <div className="flex flex-wrap gap-3">
        <Menu label="Switch version" className="btn btn-sm" groups={VERSIONS}>
          <span className="font-strong">v3</span>
          <span className="text-muted">published 12 min ago</span>
          <Icon of={ChevronDown} size={14} className="text-faint" />
        </Menu>
        <Button size="small" onClick={() => setOpen('dialog')} {...near}>
          Open a dialog
        </Button>
        <Button size="small" shortcut="F" onClick={() => setOpen('panel')} {...near}>
          Open a panel
        </Button>
        <Tooltip text="Everyone who may see the model can open it">
          <Button size="small" icon={Copy}>
            Copy link
          </Button>
        </Tooltip>
        <Tooltip text="Measured on this machine when the file was checked">
          <Button size="small" variant="quiet" icon={Info} isIconOnly>
            About the time
          </Button>
        </Tooltip>
      </div>
      <div className="mt-5">
        <ChoiceCards name="kind" label="What kind of problem?" cards={KINDS} defaultValue="bias" />
      </div>
      <Dialog
        isOpen={open === 'dialog'}
        onClose={() => setOpen(null)}
        title="Retire version 2?"
        footer={
          <>
            <Button variant="danger" onClick={() => setOpen(null)}>
              Retire version 2
            </Button>
            <Button variant="quiet" onClick={() => setOpen(null)}>
              Keep it
            </Button>
          </>
        }
      >
        <p className="text-muted">Nobody can ask it any more. Its page, runs and flags stay.</p>
      </Dialog>
      <FlagPanel isOpen={open === 'panel'} onClose={() => setOpen(null)} />
    </Sample>
  );
}

function FlagPanel({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [kind, setKind] = useState('bias');
  return (
    <SidePanel
      isOpen={isOpen}
      onClose={onClose}
      title="Flag a problem"
      closeLabel="Close, draft is kept"
      status={
        <>
          <Icon of={Check} size={13} weight={2.25} className="text-ok-text" />
          Draft saved
        </>
      }
      footer={
        <>
          <Button variant="primary" shortcut="Ctrl ↵" onClick={onClose}>
            Send flag
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Keep as draft
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <ChoiceCards
          name="panel-kind"
          label="What kind of problem?"
          cards={KINDS}
          value={kind}
          onValueChange={setKind}
        />
        <TextArea name="panel-note" label="Why does it matter?" isOptional rows={4} />
      </div>
    </SidePanel>
  );
}
