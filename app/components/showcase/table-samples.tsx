import { AnswerWord } from '../ui/answer-glyph.tsx';
import { StatusDot } from '../ui/badge.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Table } from '../ui/table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Sample } from './sample.tsx';

const COLUMNS = [
  { key: 'model', label: 'Model', sort: { to: '?sort=model', direction: 'ascending' as const } },
  { key: 'state', label: 'State', sort: { to: '?sort=state' } },
  { key: 'flags', label: 'Open flags', align: 'right' as const },
  { key: 'time', label: 'Time to feedback', align: 'right' as const },
];

const ROWS = [
  ['Mortgage approval', 'Ready, 3 ms', '3', '5.2 h'],
  ['Churn risk', 'Ready, 5 ms', '1', '47 min'],
  ['Late payment', 'Ready, 9 ms', '0', 'waiting, 3 h so far'],
].map(([title = '', state, flags, time]) => ({
  key: title,
  to: '/models',
  cells: [
    title,
    <StatusDot key="state" state="ready">
      {state}
    </StatusDot>,
    flags,
    time,
  ],
}));

export function TableSamples() {
  return (
    <Sample title="Table and tabs">
      <Tabs
        label="States of a table"
        param="table"
        panels={[
          {
            key: 'rows',
            label: 'Rows',
            count: 3,
            panel: (
              <div className="-mx-5 -mb-5">
                <Table caption="Models" columns={COLUMNS} rows={ROWS} selectName="model" />
              </div>
            ),
          },
          {
            key: 'loading',
            label: 'Loading',
            panel: (
              <div className="-mx-5 -mb-5">
                <Table caption="Models" columns={COLUMNS} rows={[]} isLoading />
              </div>
            ),
          },
          {
            key: 'empty',
            label: 'Nothing fits',
            count: 0,
            panel: (
              <div className="-mx-5 -mb-5">
                <Table
                  caption="Models"
                  columns={COLUMNS}
                  rows={[]}
                  empty={
                    <EmptyState
                      action={
                        <ButtonLink size="small" to="?">
                          Show all
                        </ButtonLink>
                      }
                    >
                      No model fits this filter.
                    </EmptyState>
                  }
                />
              </div>
            ),
          },
          { key: 'words', label: 'Words', panel: <AnswerWord label="Approve" place={0} count={2} /> },
        ]}
      />
    </Sample>
  );
}
