import type { DescribePageData, DescribeTried } from './page-data.ts';

interface FormStartProps {
  page: DescribePageData;
  tried: DescribeTried | null;
  intent: string;
}

/** What every form about the answers sends along. */
export function FormStart({ page, tried, intent }: FormStartProps) {
  return (
    <>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="part" value="answers" />
      <input type="hidden" name="from" value={tried?.from ?? page.revision} />
      <input type="hidden" name="base" value={tried?.base ?? page.revision} />
    </>
  );
}
