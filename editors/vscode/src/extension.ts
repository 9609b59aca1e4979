// ibid in Visual Studio Code: starts `ibid lsp` and does what only the editor can do for it, which is to ask for a reason.

import { commands, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';

import { askForReason } from './reason';
import type { Asked } from './reason';
import { Server } from './server';

let server: Server | undefined;

/** Called by the editor when the first draft is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('ibid', { log: true });
  const started = (server = new Server(context, output));
  context.subscriptions.push(
    output,
    commands.registerCommand('ibid.restart', () => started.restart()),
    commands.registerCommand('ibid.showOutput', () => output.show()),
    commands.registerCommand('ibid.askForReason', (asked: Asked) =>
      askForReason(asked, (command, argument) => started.execute(command, argument)),
    ),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('ibid.path')) {
        return started.restart();
      }
      return change.affectsConfiguration('ibid') ? started.tell() : undefined;
    }),
  );
  await started.restart();
}

/** Called by the editor before it leaves. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
