import { useNavigate } from '@remix-run/react';
import { Flag, type LucideIcon, Send, Upload } from 'lucide-react';
import { useRef } from 'react';
import type { PickedFile } from '../publish/dropped-files.ts';
import { handFiles } from '../publish/handed-files.ts';
import { Picker } from '../publish/picker.tsx';
import { useFileDrop } from '../publish/use-file-drop.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';

interface FirstModelProps {
  /** A sample to look at meanwhile. */
  sample: { name: string; title: string } | null;
}

/** Shown until the first model is published: where to drop it, and what comes of it. */
export function FirstModel({ sample }: FirstModelProps) {
  const navigate = useNavigate();
  const picker = useRef<HTMLInputElement>(null);
  const publish = (files: PickedFile[]): void => {
    handFiles(files);
    navigate('/publish');
  };
  const isOver = useFileDrop(publish);
  useShortcuts({ u: () => picker.current?.click() });
  return (
    <>
      <section aria-labelledby="first" className="first-model" data-dragging={isOver ? '' : undefined}>
        <div>
          <Drawing />
          <h2 id="first" className="mt-8 text-xl">
            {isOver ? 'Let go to publish it' : 'Publish your first model'}
          </h2>
          <p className="mt-1.5 text-muted">
            An ONNX file<span className="with-pointer needs-script">: drop it anywhere on this page</span>. A moment
            later there is a page on which people can try it.
          </p>
          <div className="mt-6 flex flex-wrap justify-center gap-2">
            <Button
              variant="primary"
              size="large"
              className="needs-script"
              icon={Upload}
              shortcut="U"
              onClick={() => picker.current?.click()}
            >
              Choose a file
            </Button>
            <noscript>
              <ButtonLink variant="primary" size="large" icon={Upload} to="/publish">
                Choose a file
              </ButtonLink>
            </noscript>
            {sample && (
              <ButtonLink size="large" to={`/m/${sample.name}`}>
                Try a sample: {sample.title}
              </ButtonLink>
            )}
          </div>
        </div>
        <Picker of={picker} label="Files to publish" onFiles={publish} />
      </section>
      <ol className="mt-9 grid grid-cols-3 gap-8 max-md:grid-cols-1 max-md:gap-6">
        <Step icon={Upload} title="Drop a model file">
          The page is there in about a second. The form is worked out from the file.
        </Step>
        <Step icon={Send} title="Send the link">
          The people who asked for the model try it in their browser.
        </Step>
        <Step icon={Flag} title="Hear what is wrong">
          Every flag holds the exact run it is about, and stays until it is answered.
        </Step>
      </ol>
    </>
  );
}

function Step({ icon, title, children }: { icon: LucideIcon; title: string; children: string }) {
  return (
    <li className="flex gap-4">
      <span className="waiting-icon bg-sunken text-muted">
        <Icon of={icon} size={16} />
      </span>
      <div>
        <p className="font-strong">{title}</p>
        <p className="mt-0.5 text-sm text-muted">{children}</p>
      </div>
    </li>
  );
}

/** A file becomes a page with an answer. */
function Drawing() {
  return (
    <svg width="132" height="60" viewBox="0 0 132 60" aria-hidden="true" focusable="false" className="mx-auto">
      <rect x="1" y="1" width="52" height="58" rx="6" className="fill-surface stroke-line-strong" strokeWidth="1.5" />
      <g className="fill-line-strong">
        <rect x="11" y="14" width="14" height="4" rx="2" />
        <rect x="11" y="26" width="14" height="4" rx="2" />
        <rect x="11" y="38" width="14" height="4" rx="2" />
      </g>
      <g className="fill-sunken">
        <rect x="29" y="14" width="14" height="4" rx="2" />
        <rect x="29" y="26" width="14" height="4" rx="2" />
        <rect x="29" y="38" width="14" height="4" rx="2" />
      </g>
      <path
        d="M60 30h12m-5-5 5 5-5 5"
        className="fill-none stroke-text"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <rect x="79" y="1" width="52" height="58" rx="6" className="fill-surface stroke-accent" strokeWidth="1.5" />
      <circle cx="94" cy="19" r="5" className="fill-a1" />
      <rect x="103" y="16" width="18" height="6" rx="3" className="fill-text" />
      <rect x="89" y="34" width="32" height="4" rx="2" className="fill-sunken" />
      <rect x="89" y="34" width="20" height="4" rx="2" className="fill-a1" />
      <rect x="89" y="44" width="32" height="4" rx="2" className="fill-sunken" />
      <rect x="89" y="44" width="11" height="4" rx="2" className="fill-a3" />
    </svg>
  );
}
