import { Link } from '@remix-run/react';
import { LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Switch } from '../ui/switch.tsx';
import { DropArea } from './drop-area.tsx';
import type { PickedFile } from './dropped-files.ts';
import { forgetHanded, handedFiles } from './handed-files.ts';
import type { PublishPageData } from './page-data.ts';
import { NoModel, PickedCard } from './picked-card.tsx';
import { PlainForm } from './plain-form.tsx';
import type { UploadTarget } from './send-upload.ts';
import { SendingCard } from './sending-card.tsx';
import { hasModel } from './suggest-name.ts';
import { useFileDrop } from './use-file-drop.ts';
import { type Sending, useSending } from './use-sending.ts';

/** The page on which a model is published: drop, choose or paste a file, several, or a folder. */
export function PublishPage({ page }: { page: PublishPageData }) {
  const sending = useSending();
  const [picked, setPicked] = useState<readonly PickedFile[] | null>(page.model ? null : handedFiles);
  useEffect(forgetHanded, []);
  const [isPrivate, setPrivate] = useState(false);
  const isFirst = page.model === null || page.model.nextNumber === 1;
  const take = (files: PickedFile[]): void => {
    sending.forget();
    setPicked(files);
    // What the model is called is known already: nothing is left to ask.
    if (page.model && holdsModel(files)) sending.send(files, { model: page.model.name, project: null, isPrivate });
  };
  const isOver = useFileDrop(sending.transfer ? null : take);
  const back = (): void => {
    sending.forget();
    setPicked(null);
  };
  return (
    <main id="main" className="page py-10 max-sm:py-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <h1 className="text-xl">{page.model ? `New version of ${page.model.title}` : 'Publish a model'}</h1>
        {isFirst && (
          <span className="needs-script ml-auto max-sm:ml-0">
            <Switch name="private" label="Keep private until I announce it" isOn={isPrivate} onChange={setPrivate} />
          </span>
        )}
      </div>
      <div className="mt-5 grid gap-4">
        {page.running.map((upload) => (
          <Running key={upload.id} {...upload} />
        ))}
        {page.refused && (
          <Notice tone="bad">
            <p>{page.refused}</p>
          </Notice>
        )}
        <Failure sending={sending} picked={picked} />
        {picked && !holdsModel(picked) && <NoModel paths={picked.map(({ path }) => path)} />}
        <Middle {...{ page, sending, picked, isPrivate, isOver, isFirst, take, back }} />
        <noscript>
          <PlainForm page={page} />
        </noscript>
      </div>
    </main>
  );
}

const holdsModel = (files: readonly PickedFile[]): boolean => hasModel(files.map(({ path }) => path));

interface MiddleProps {
  page: PublishPageData;
  sending: Sending;
  picked: readonly PickedFile[] | null;
  isPrivate: boolean;
  isOver: boolean;
  isFirst: boolean;
  take: (files: PickedFile[]) => void;
  back: () => void;
}

function Middle({ page, sending, picked, isPrivate, isOver, isFirst, take, back }: MiddleProps) {
  const { transfer, failure } = sending;
  if (transfer) return <SendingCard transfer={transfer} onCancel={sending.cancel} />;
  if (picked === null || page.model !== null || !holdsModel(picked)) {
    return <DropArea isOver={isOver} isAnnounced={isFirst && !isPrivate} onFiles={take} />;
  }
  const nameError = failure?.state === 'refused' && ABOUT_NAME.has(failure.code) ? failure.message : undefined;
  const publish = (target: UploadTarget): void => sending.send(picked, target);
  return (
    <PickedCard
      key={picked.map(({ path }) => path).join('\n')}
      {...{ page, isPrivate, nameError }}
      lastName={sending.lastTarget?.model}
      files={picked}
      onPublish={publish}
      onBack={back}
    />
  );
}

/** Refusals that are about the name of the model: they stand at its field. */
const ABOUT_NAME: ReadonlySet<string> = new Set(['FL_MODEL_BAD_NAME', 'FL_MODEL_OTHER_PROJECT']);

function Failure({ sending, picked }: { sending: Sending; picked: readonly PickedFile[] | null }) {
  const { failure, lastTarget } = sending;
  if (!failure || (failure.state === 'refused' && ABOUT_NAME.has(failure.code))) return null;
  const again = (): void => {
    if (picked && lastTarget) sending.send(picked, lastTarget);
  };
  const isSignedOut = failure.state === 'refused' && failure.code === 'FL_AUTH_REQUIRED';
  return (
    <Notice tone="bad" action={picked && lastTarget && <Button onClick={again}>Send it again</Button>}>
      <p className="font-medium">
        {failure.state === 'lost' ? 'The connection was lost before everything was there.' : failure.message}
      </p>
      <p className="text-sm">
        Nothing was kept.
        {isSignedOut && (
          <>
            {' '}
            <a className="link" href="/login" target="_blank" rel="noreferrer">
              Sign in in another tab
            </a>{' '}
            and send it again here.
          </>
        )}
      </p>
    </Notice>
  );
}

function Running({ id, model, fileName }: PublishPageData['running'][number]) {
  return (
    <Notice tone="accent" icon={LoaderCircle}>
      <p>
        {fileName ?? model} is being published.{' '}
        <Link className="link" to={`/publish/${id}`}>
          See how it goes
        </Link>
      </p>
    </Notice>
  );
}
