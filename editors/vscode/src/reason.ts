// Asks why a finding stands, and has the server write that into the draft.

import { window } from 'vscode';

/** What the server says of the finding, and wants back with the reason. */
export type Asked = Readonly<Record<string, unknown>>;

/** Runs a command of the server. */
export type Execute = (command: string, argument: unknown) => Thenable<unknown>;

/** Asks for the reason and has the finding allowed; does nothing where the user leaves the box. */
export async function askForReason(asked: Asked, execute: Execute): Promise<void> {
  const reason = await window.showInputBox({
    title: `Allow \`${String(asked['rule'])}\` here`,
    prompt: 'Why does it stand? The reason is written into the draft.',
    ignoreFocusOut: true,
    validateInput: fault,
  });
  if (reason === undefined || fault(reason) !== undefined) {
    return;
  }
  try {
    await execute('ibid.allow', { ...asked, reason: reason.trim() });
  } catch (error) {
    void window.showErrorMessage(`It could not be allowed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Why a reason cannot stand in a comment. */
export function fault(reason: string): string | undefined {
  if (reason.trim() === '') {
    return 'A reason is needed.';
  }
  if (reason.includes('-->')) {
    return '`-->` would end the comment.';
  }
  return /[\u0000-\u001f\u007f-\u009f]/.test(reason) ? 'A reason has one line.' : undefined;
}
