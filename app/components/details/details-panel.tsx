import { Download } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Answer } from '#app/preview/contract.ts';
import { sizeWords } from '../publish/transfer.ts';
import { type Asked, postJson } from '../trying/page-requests.ts';
import { SidePanel } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { SkeletonList } from '../ui/skeleton.tsx';
import { CallIt } from './call-it.tsx';
import type { DetailsData, VersionDetails } from './details-data.ts';
import { Graph, Measured } from './model-facts.tsx';
import { Section } from './section.tsx';
import { Tensors, Timings } from './tensors.tsx';

export interface DetailsSubject {
  /** Address of the version. */
  address: string;
  /** The answer on the screen and what it answers; null while there is none. */
  shown: { answer: Answer; question: { run: string } | { inputs: Record<string, unknown> } } | null;
}

/** Everything about an answer and its version that is no business of most people. */
export function DetailsPanel({ subject, onClose }: { subject: DetailsSubject; onClose: () => void }) {
  const { address, shown } = subject;
  const [asked, setAsked] = useState<Asked<DetailsData> | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    const ask = async (): Promise<void> => {
      const body = shown?.question ?? {};
      const answered = await postJson<DetailsData>(`${address}/details`, { body, signal: gone.signal });
      if (answered) setAsked(answered);
    };
    void ask();
    return () => gone.abort();
  }, [address, shown]);
  return (
    <SidePanel isOpen title="Details" onClose={onClose}>
      {asked === null && <SkeletonList label="Getting the details" />}
      {asked?.ok === false && <Notice tone="warn">{asked.failure.message}</Notice>}
      {asked?.ok && <Sections data={asked.value} answer={shown?.answer ?? null} />}
    </SidePanel>
  );
}

function Sections({ data: { question, version }, answer }: { data: DetailsData; answer: Answer | null }) {
  const { card, notices } = version;
  return (
    <div>
      <Section title="Tensors in and out" isOpen>
        <Tensors inputs={question?.tensors ?? null} answer={answer} />
      </Section>
      {answer?.timings && (
        <Section title="Where the time went" isOpen>
          <Timings timings={answer.timings} />
        </Section>
      )}
      {question && (
        <Section title="Ask this from elsewhere">
          <CallIt question={question} />
        </Section>
      )}
      <Section title="Graph">
        <Graph version={version} />
      </Section>
      <Section title="Measured">
        <Measured version={version} />
      </Section>
      {card !== null && (
        <Section title="Model card">
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: made by the server with HTML switched off */}
          <div className="prose-card" dangerouslySetInnerHTML={{ __html: card }} />
        </Section>
      )}
      {notices.length > 0 && (
        <Section title="Noticed when it was checked">
          <ul className="list-disc pl-5 text-sm text-muted">
            {notices.map(({ code, message }) => (
              <li key={`${code} ${message}`}>{message}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Files">
        <Files version={version} />
      </Section>
    </div>
  );
}

function Files({ version: { originals, description } }: { version: VersionDetails }) {
  return (
    <ul className="grid gap-2 text-sm">
      {originals.map(({ path, sizeBytes, address }) => (
        <li key={path}>
          <FileLink to={address}>
            {path} <span className="num text-muted">as it was sent, {sizeWords(sizeBytes)}</span>
          </FileLink>
        </li>
      ))}
      <li>
        <FileLink to={description}>
          preview.json <span className="text-muted">the description of this version</span>
        </FileLink>
      </li>
    </ul>
  );
}

function FileLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <a href={to} download className="inline-flex min-h-8 items-center gap-2 break-all hover:underline">
      <Icon of={Download} size={14} />
      <span>{children}</span>
    </a>
  );
}
