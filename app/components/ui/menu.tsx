import { Form, Link, useFetcher, useLocation } from '@remix-run/react';
import { type MouseEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { ItemWords, type MenuGroup } from './menu-item.tsx';
import { useOnDemand } from './on-demand.ts';

interface MenuProps {
  /** What the menu is for, read out after what the button shows: 'Switch version'. */
  label: string;
  /** What the button shows. */
  children: ReactNode;
  /** Look of the button, such as `btn btn-sm`. */
  className?: string;
  groups: readonly MenuGroup[];
  /** On which side of the button the menu lines up. */
  align?: 'start' | 'end';
  /** Above the first group: who is signed in. */
  heading?: ReactNode;
}

const loadMenu = () => import('./overlays/menu-list.tsx');

/**
 * A button with a menu. Before its script is here, and without one, it is a disclosure with plain links and forms; then
 * the same items open as a menu with arrow keys.
 */
export function Menu({ label, children, className, groups, align = 'start', heading }: MenuProps) {
  const button = useRef<HTMLElement>(null);
  const disclosure = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { part, fetchPart } = useOnDemand(loadMenu);
  const { submit } = useFetcher();
  const toggle = (event: MouseEvent): void => {
    if (!part || disclosure.current?.open) return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <details
      ref={disclosure}
      className={align === 'end' ? 'menu menu-end' : 'menu'}
      onKeyDown={(event) => event.key === 'Escape' && closeDisclosure(event.currentTarget)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is the button of its details. */}
      <summary ref={button} className={className} onPointerEnter={fetchPart} onFocus={fetchPart} onClick={toggle}>
        {children}
        <span className="sr-only">{label}</span>
      </summary>
      <Disclosed groups={groups} heading={heading} menu={disclosure} />
      {part && (
        <part.MenuList
          anchor={button}
          isOpen={isOpen}
          onOpenChange={setOpen}
          onPost={({ action, fields }) => submit(fields, { method: 'post', action, preventScrollReset: true })}
          {...{ label, groups, align, heading }}
        />
      )}
    </details>
  );
}

function closeDisclosure(details: HTMLDetailsElement): void {
  if (!details.open) return;
  details.open = false;
  details.querySelector('summary')?.focus();
}

interface DisclosedProps extends Pick<MenuProps, 'groups' | 'heading'> {
  menu: RefObject<HTMLDetailsElement | null>;
}

/** The items as plain links and forms. */
function Disclosed({ groups, heading, menu }: DisclosedProps) {
  const { pathname, search } = useLocation();
  const close = (): void => menu.current?.removeAttribute('open');
  return (
    <div className="popover">
      {heading}
      <div className="list">
        {groups.map((group, at) => (
          <div key={group.label ?? at} className="list-group">
            {group.label && <span className="list-label">{group.label}</span>}
            {group.items.map((item) =>
              item.post ? (
                <Form key={item.id} method="post" action={item.post.action} preventScrollReset replace onSubmit={close}>
                  <input type="hidden" name="back" value={`${pathname}${search}`} />
                  {Object.entries(item.post.fields).map(([name, value]) => (
                    <input key={name} type="hidden" name={name} value={value} />
                  ))}
                  <button type="submit" className="item" aria-pressed={item.isCurrent}>
                    <ItemWords item={item} />
                  </button>
                </Form>
              ) : (
                <Link key={item.id} to={item.to ?? '.'} className="item" aria-current={item.isCurrent} onClick={close}>
                  <ItemWords item={item} />
                </Link>
              ),
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
