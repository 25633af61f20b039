import { Form } from '@remix-run/react';
import { Check } from 'lucide-react';
import type { FlagListItem } from '#app/feedback/contract.ts';
import { Button, ButtonLink } from '../ui/button.tsx';

interface FixedQuestionProps {
  flag: FlagListItem;
  /** The viewer is the one who is asked. */
  isAsked: boolean;
  /** Where forms go. */
  action: string;
  /** Query that puts the values of the run into the form of a version. */
  values: string;
}

/** The one question a reporter gets once a flag looks fixed. */
export function FixedQuestion({ flag, isAsked, action, values }: FixedQuestionProps) {
  const { reporter, modelName, stateVersion, versionNumber } = flag;
  const tryIt = (
    <ButtonLink size="small" variant="quiet" to={`/m/${modelName}/v/${stateVersion}${values}`}>
      Try it in v{stateVersion}
    </ButtonLink>
  );
  if (!isAsked) {
    return (
      <section aria-label="What the reporter is asked" className="question">
        <p className="min-w-0 flex-1 text-sm text-muted">
          <b className="text-text">{reporter.name}</b> is asked whether v{stateVersion} fixes it.
        </p>
        {tryIt}
      </section>
    );
  }
  return (
    <section aria-label="Is it fixed?" className="question">
      <div className="min-w-0 flex-1">
        <p className="font-strong">Is it fixed?</p>
        <p className="mt-0.5 text-sm text-muted">
          You reported this on v{versionNumber}. It looks fixed in v{stateVersion}: try the same there, then say.
        </p>
      </div>
      <Form method="post" action={action} className="flex flex-wrap gap-2">
        {tryIt}
        <Button type="submit" name="state" value="confirmed" size="small" icon={Check} iconClass="text-ok-text">
          Yes, fixed
        </Button>
        <Button type="submit" name="state" value="open" size="small">
          Still wrong
        </Button>
      </Form>
    </section>
  );
}
