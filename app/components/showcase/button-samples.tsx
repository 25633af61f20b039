import { ArrowRight, Check, Flag, Share2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Sample, State } from './sample.tsx';

const PENDING_MS = 2_000;

export function ButtonSamples() {
  const [isPending, setPending] = useState(false);
  const send = (): void => {
    setPending(true);
    setTimeout(() => setPending(false), PENDING_MS);
  };
  return (
    <Sample title="Button">
      <div className="flex flex-wrap gap-x-6 gap-y-4">
        <State name="Primary">
          <Button variant="primary" icon={Flag} shortcut="F">
            Flag a problem
          </Button>
        </State>
        <State name="Hovered">
          <Button variant="primary" data-hovered="">
            Send flag
          </Button>
        </State>
        <State name="Pressed">
          <Button variant="primary" data-pressed="">
            Send flag
          </Button>
        </State>
        <State name="Focused">
          <Button variant="primary" data-focus-visible="">
            Send flag
          </Button>
        </State>
        <State name="Pending">
          <Button variant="primary" isPending pendingLabel="Sending">
            Send flag
          </Button>
        </State>
        <State name="Press to see it pend">
          <Button isPending={isPending} pendingLabel="Saving" onClick={send}>
            Save the ask
          </Button>
        </State>
        <State name="Secondary">
          <Button icon={Check} iconClass="text-ok-text" shortcut="L">
            Looks right
          </Button>
        </State>
        <State name="Quiet">
          <Button variant="quiet">Keep as draft</Button>
        </State>
        <State name="Danger">
          <Button variant="danger" icon={Undo2}>
            Roll back
          </Button>
        </State>
        <State name="Disabled, says why">
          <Button disabledReason="One gate still blocks">Approve 50%</Button>
        </State>
        <State name="Disabled">
          <Button disabled>Approve 50%</Button>
        </State>
        <State name="Icon only">
          <Button icon={Share2} isIconOnly>
            Share
          </Button>
        </State>
        <State name="Small, 28 px">
          <Button size="small" iconEnd={ArrowRight}>
            Next one
          </Button>
        </State>
        <State name="Large, 44 px">
          <Button size="large" variant="primary">
            Approve 25%
          </Button>
        </State>
        <State name="A link">
          <ButtonLink to="/models">Go to the models</ButtonLink>
        </State>
      </div>
    </Sample>
  );
}
