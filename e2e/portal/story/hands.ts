import type { Locator } from '@playwright/test';

/** How a person works a page: what they press, pick and type is the same, by mouse or by keyboard alone. */
export interface Hands {
  /** A button or a link. */
  press(control: Locator): Promise<void>;
  /** One of a few choices. */
  pick(choice: Locator): Promise<void>;
  /** Writes into a field, in place of what is there. */
  write(field: Locator, text: string): Promise<void>;
}

export const mouse: Hands = {
  press: (control) => control.click(),
  pick: (choice) => choice.check(),
  write: (field, text) => field.fill(text),
};

/** Tab, arrows, Enter and Space: a control that cannot be reached with them fails the test. */
export const keyboard: Hands = {
  press: async (control) => {
    await tabTo(control, (element) => element === document.activeElement);
    await control.page().keyboard.press('Enter');
  },
  pick: async (choice) => {
    // Tab leads to a group of choices as a whole, arrows from one to the next.
    await tabTo(choice, (element) => {
      const { activeElement: focused } = document;
      const wanted = element as HTMLInputElement;
      return focused instanceof HTMLInputElement && focused.name === wanted.name && focused.form === wanted.form;
    });
    for (let moves = 0; moves < MOST_CHOICES; moves += 1) {
      if (await choice.isChecked()) return;
      const isFocused = await choice.evaluate((element) => element === document.activeElement);
      await choice.page().keyboard.press(isFocused ? 'Space' : 'ArrowDown');
    }
    throw new Error(`The keys do not get to ${choice}.`);
  },
  write: async (field, text) => {
    await tabTo(field, (element) => element === document.activeElement);
    await field.page().keyboard.press('ControlOrMeta+a');
    await field.page().keyboard.type(text);
  },
};

/** More than any page has. */
const MOST_STOPS = 150;
const MOST_CHOICES = 20;

async function tabTo(control: Locator, isThere: (element: Element) => boolean): Promise<void> {
  await control.waitFor({ state: 'attached' });
  // Tab leaves a menu; arrows go through it.
  const key = (await control.getAttribute('role')) === 'menuitem' ? 'ArrowDown' : 'Tab';
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await control.evaluate(isThere)) return;
    await control.page().keyboard.press(key);
  }
  throw new Error(`The keyboard does not get to ${control}.`);
}
