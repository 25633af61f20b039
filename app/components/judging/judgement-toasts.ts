import type { FlagReference } from '#app/feedback/contract.ts';
import type { LiveAnswer } from '#app/preview/contract.ts';
import type { OpenFlagsNow } from '../flags/open-count.ts';
import { tellOpenFlags } from '../flags/tell-open-flags.ts';
import type { ShownAnswer } from '../trying/answer-state.ts';
import { postJson } from '../trying/page-requests.ts';
import { showToast, type ToastContent } from '../ui/toast-queue.ts';

/** Says that a flag is kept, and offers to take it back. */
export function told({ id, number }: FlagReference, onUndone: () => void): void {
  showToast({
    tone: 'done',
    title: `Flag ${number} saved`,
    text: 'The publishers of this model see it now.',
    links: [{ label: 'Open flag', to: `/f/${id}` }],
    action: {
      label: 'Undo',
      shortcut: 'Z',
      onAction: () => {
        void postJson<{ openFlags: OpenFlagsNow }>(`/f/${id}/withdraw`, { body: {} }).then((undone) => {
          if (!undone?.ok) {
            failed(`Flag ${number} could not be taken back`, undone?.failure ?? { message: 'Try again on its page.' });
            return;
          }
          tellOpenFlags(undone.value.openFlags);
          onUndone();
          showToast({ tone: 'done', title: `Flag ${number} taken back`, text: 'It stays in the list as withdrawn.' });
        });
      },
    },
  });
}

/** Says that something did not work; stays until it is closed. */
export function failed(title: string, { message, links }: { message: string; links?: ToastContent['links'] }): void {
  showToast({ tone: 'failed', title, text: message, ...(links && { links }) });
}

/** What was shown is not what the model says any more: nothing is judged that nobody saw. */
export function changed({ id, ...live }: LiveAnswer, show: (shown: Omit<ShownAnswer, 'form'>) => void): void {
  show({ ...live, live: id, run: null, verdict: null, flag: null });
  showToast({
    tone: 'failed',
    title: 'The answer changed',
    text: 'The model says something else by now, so nothing was sent. Look at the new answer and judge that.',
  });
}

/** Says that something waits on this device. */
export function waits(): void {
  showToast({ tone: 'offline', title: 'Kept on this device', text: 'Your flag is sent once you are back online.' });
}
