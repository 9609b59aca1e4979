// Stands for the editor in unit tests: what the tested modules use of it, and what was asked of it.

interface Box {
  title?: string;
  prompt?: string;
  validateInput?: (text: string) => string | undefined;
}

/** What the user types into the next box; undefined leaves it. */
export const user: { types: string | undefined } = { types: undefined };
/** The boxes and messages that were shown. */
export const shown: { boxes: Box[]; errors: string[] } = { boxes: [], errors: [] };

export const window = {
  showInputBox(box: Box): Promise<string | undefined> {
    shown.boxes.push(box);
    return Promise.resolve(user.types);
  },
  showErrorMessage(message: string): Promise<undefined> {
    shown.errors.push(message);
    return Promise.resolve(undefined);
  },
};
