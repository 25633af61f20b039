import { initialsOf, tintOf } from './person.ts';

interface AvatarProps {
  name: string;
  size?: 'large';
  /** The name stands beside it, so it need not be read twice. */
  isNamed?: boolean;
}

/** Initials in a tint chosen by the name: the same person looks the same everywhere. */
export function Avatar({ name, size, isNamed = false }: AvatarProps) {
  const look = `avatar avatar-${tintOf(name)}${size === 'large' ? ' avatar-lg' : ''}`;
  if (isNamed) {
    return (
      <span aria-hidden="true" className={look}>
        {initialsOf(name)}
      </span>
    );
  }
  return (
    <span role="img" aria-label={name} title={name} className={look}>
      {initialsOf(name)}
    </span>
  );
}

/** A few people, overlapping; more than five end in a number. */
export function AvatarStack({ names }: { names: readonly string[] }) {
  const most = 5;
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  return (
    <span className="avatar-stack">
      {shown.map((name) => (
        <Avatar key={name} name={name} />
      ))}
      {names.length > shown.length && (
        <span className="avatar avatar-6" title={names.slice(shown.length).join(', ')}>
          +{names.length - shown.length}
        </span>
      )}
    </span>
  );
}
