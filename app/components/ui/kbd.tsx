/** A key cap: in a sentence it names the key; on a control it is a reminder and is hidden on touch (see Button). */
export function Kbd({ children }: { children: string }) {
  return <kbd className="kbd">{children}</kbd>;
}

/** The caps on a control ('Ctrl ↵' are two). Screen readers get the key from the control, not as part of its name. */
export function KeyCap({ children }: { children: string }) {
  return (
    <span aria-hidden="true" className="key-cap">
      {children.split(' ').map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
