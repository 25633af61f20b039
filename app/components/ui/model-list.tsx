import { Link } from '@remix-run/react';
import { formatDuration } from './duration.ts';

interface ModelRow {
  id: string;
  name: string;
  title: string;
  newest: { number: number; state: string } | null;
  /** From the first byte to ready; null: not known. */
  timeToPreviewMs: number | null;
  /** From the first byte to a stakeholder's first judgement; null: not reached yet. */
  timeToFeedbackMs: number | null;
}

/** Models with the two times that matter. */
export function ModelList({ models }: { models: ModelRow[] }) {
  return (
    <div className="card scroll-x">
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Newest version</th>
            <th scope="col" className="r">
              Time to preview
            </th>
            <th scope="col" className="r">
              Time to feedback
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <th scope="row">
                <Link className="link" to={`/m/${model.name}`}>
                  {model.title}
                </Link>
                <span className="block text-sm text-muted">{model.name}</span>
              </th>
              <td>
                {model.newest ? `v${model.newest.number}` : 'None yet'}
                {model.newest?.state === 'ready' && <span className="badge badge-warn ml-2">Not announced yet</span>}
                {model.newest?.state === 'retired' && <span className="badge ml-2">Retired</span>}
              </td>
              <td className="r">{durationOr(model.timeToPreviewMs, 'Not known')}</td>
              <td className="r">{durationOr(model.timeToFeedbackMs, 'Not reached yet')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function durationOr(ms: number | null, otherwise: string) {
  return ms === null ? <span className="text-muted">{otherwise}</span> : formatDuration(ms);
}
