import type { ReactNode, RefObject } from 'react';
import { Header, Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { type MenuItem as Item, ItemWords, type MenuGroup } from '../menu-item.tsx';
import { OverlayFrame } from './overlay-frame.tsx';

interface MenuListProps {
  /** The button the menu belongs to; it takes the focus back. */
  anchor: RefObject<HTMLElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  label: string;
  groups: readonly MenuGroup[];
  align: 'start' | 'end';
  heading: ReactNode;
  /** A form an item stands for. */
  onPost: (post: NonNullable<Item['post']>) => void;
}

/** The menu with arrow keys and typing ahead. Fetched on first use. */
export function MenuList({ anchor, isOpen, onOpenChange, label, groups, align, heading, onPost }: MenuListProps) {
  return (
    <OverlayFrame>
      <Popover
        triggerRef={anchor}
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        placement={align === 'end' ? 'bottom end' : 'bottom start'}
        className="popover"
        aria-label={label}
      >
        {heading}
        <Menu aria-label={label} className="list" autoFocus="first" onClose={() => onOpenChange(false)}>
          {groups.map((group, at) => (
            <MenuSection
              key={group.label ?? at}
              className="list-group"
              aria-label={group.label ?? label}
              selectionMode={group.items.some((item) => item.isCurrent !== undefined) ? 'single' : 'none'}
              selectedKeys={group.items.filter((item) => item.isCurrent).map((item) => item.id)}
            >
              {group.label && <Header className="list-label">{group.label}</Header>}
              {group.items.map((item) => (
                <MenuItem
                  key={item.id}
                  id={item.id}
                  textValue={item.label}
                  className="item"
                  {...(item.to !== undefined && { href: item.to })}
                  onAction={() => item.post && onPost(item.post)}
                >
                  <ItemWords item={item} />
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </OverlayFrame>
  );
}
