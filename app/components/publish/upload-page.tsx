import { InputsCard } from './inputs-card.tsx';
import type { EditState, UploadPageData } from './page-data.ts';
import { AccuracyCard, AskCard, ChangesCard, NoticesCard, PicturesCard, QrCard } from './side-cards.tsx';
import { UploadHead } from './upload-head.tsx';

/** How an upload goes, and the version it became: what was found, corrected in place, and what to tell people. */
export function UploadPage({ page, edit }: { page: UploadPageData; edit: EditState }) {
  const { published } = page;
  return (
    <main id="main" className="page grid gap-4 py-6">
      {page.state === 'running' && (
        // Without a script the page asks for itself again until it is over.
        <noscript>
          <meta httpEquiv="refresh" content="2" />
        </noscript>
      )}
      <UploadHead page={page} />
      {published && (
        <div className="published-columns">
          <InputsCard published={published} edit={edit} />
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {published.changes && <ChangesCard changes={published.changes} />}
            <AccuracyCard accuracy={published.accuracy} answerUnit={published.answerUnit} />
            <AskCard ask={published.ask} edit={edit} />
            <QrCard qr={published.qr} link={published.link} />
            <PicturesCard pictures={published.pictures} />
            <NoticesCard notices={published.notices} />
          </div>
        </div>
      )}
    </main>
  );
}
