import type { ModelReport } from '#app/oip/control.ts';
import type { UploadStep } from '../contract.ts';
import type { DescribedInput } from '../description-format.ts';
import type { CheckedCandidate } from './candidate.ts';

/** What the steps of a publish say of themselves, in a few words. */

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

export function receivedStep(ms: number, files: { count: number; sizeBytes: number }): UploadStep {
  const count = files.count === 1 ? 'one file' : `${files.count} files`;
  return { name: 'received', ms: rounded(ms), detail: `${bytesInWords(files.sizeBytes)}, ${count}` };
}

export function unpackedStep(ms: number, fileCount: number): UploadStep {
  return { name: 'unpacked', ms: rounded(ms), detail: fileCount === 1 ? 'One file' : `${fileCount} files` };
}

/**
 * The check comes back whole: what it found, what it put right and what it measured.
 * @param tookMs until it came back; what was not measuring was checking, waiting for its turn included
 */
export function checkSteps({ check }: CheckedCandidate, tookMs: number): UploadStep[] {
  const { timings, report, repaired, notices } = check;
  const repairs = notices.filter(({ code }) => code.startsWith('repair.')).length || 1;
  return [
    {
      name: 'checked',
      ms: rounded(Math.max(timings.checkedMs, tookMs - timings.measuredMs)),
      detail: 'Sound, nothing hidden in it',
    },
    ...(repaired
      ? [
          {
            name: 'repaired',
            ms: null,
            detail: repairs === 1 ? 'One thing put right' : `${repairs} things put right`,
          } as const,
        ]
      : []),
    { name: 'measured', ms: rounded(timings.measuredMs), detail: measuredInWords(report) },
  ];
}

export function describedStep(ms: number, inputs: readonly DescribedInput[]): UploadStep {
  const unsure = inputs.filter(({ guess, hidden }) => guess?.sure === false && !hidden).length;
  const found = inputs.length === 1 ? 'One input' : `${inputs.length} inputs`;
  return { name: 'described', ms: rounded(ms), detail: unsure === 0 ? found : `${found}, ${unsure} unsure` };
}

export function loadedStep(ms: number): UploadStep {
  return { name: 'loaded', ms: rounded(ms), detail: 'Answers questions' };
}

export function readyStep(ms: number): UploadStep {
  return { name: 'ready', ms: rounded(ms), detail: 'The link works now' };
}

function measuredInWords({ answers, memoryBytes }: ModelReport): string {
  const single = answers.find(({ rows }) => rows === 1) ?? answers[0];
  const memory = bytesInWords(memoryBytes);
  return single ? `${msInWords(single.ms)} an answer, ${memory}` : `Not asked, ${memory} of memory`;
}

function msInWords(ms: number): string {
  if (ms < 1) return 'Under 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const UNITS = ['kB', 'MB', 'GB'] as const;

/** 41 kB, 5.2 MB: one decimal below 10, none above. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
  return `${digits} ${UNITS[unit]}`;
}
