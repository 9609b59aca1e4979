// The server's life: it is started with the program that is found, started again when it falls over, and what goes wrong is
// said with what to do about it.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import { commands, LanguageStatusSeverity, languages, Uri, window, workspace } from 'vscode';
import type { ExtensionContext, LanguageStatusItem, LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, State } from 'vscode-languageclient/node';
import type { DocumentSelector, LanguageClientOptions } from 'vscode-languageclient/node';

import { find } from './find';
import { options } from './options';

/** The documents that the server hears of: drafts, and what may be read beside them. */
export const SELECTOR: DocumentSelector = ['file', 'untitled'].flatMap((scheme) => [
  ...['markdown', 'quarto', 'plaintext', 'latex', 'tex', 'html', 'jsonl', 'bibtex'].map((language) => ({ scheme, language })),
  { scheme, pattern: '**/{ibid.toml,*.bib,*.jsonl,*.ndjson}' },
]);

/** How often the server may fall over, within how many milliseconds, before it is left alone. */
const FALLS = 3;
const WITHIN = 180_000;
/** How long a program that has ended has for what it says to arrive, in milliseconds. */
const SOON = 300;
/** How much of what the server says on its standard error is kept for a message, in characters. */
const LAST = 2000;

const INSTALL = 'How to Install';
const SETTINGS = 'Open Settings';
const OUTPUT = 'Show Output';

/** A client that leaves messages to this extension, which knows what to do about them. */
class Quiet extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The server, running or not. */
export class Server {
  private client: LanguageClient | undefined;
  private readonly status: LanguageStatusItem;
  /** The last start or stop, which the next one waits for. */
  private turn: Promise<void> = Promise.resolve();
  private falls: number[] = [];
  /** The end of what it says on its standard error. */
  private said = '';
  private complained = false;

  constructor(
    private readonly context: ExtensionContext,
    readonly output: LogOutputChannel,
  ) {
    this.status = languages.createLanguageStatusItem('ibid', SELECTOR as never);
    this.status.name = 'ibid';
    this.status.command = { title: 'Restart', command: 'ibid.restart' };
    context.subscriptions.push(this.status);
  }

  /** Stops what runs, and starts the server with the settings of now. */
  restart(): Promise<void> {
    this.turn = this.turn.then(() => this.end()).then(() => this.begin());
    return this.turn;
  }

  /** Stops what runs. */
  stop(): Promise<void> {
    this.turn = this.turn.then(() => this.end());
    return this.turn;
  }

  /** Tells the server the settings of now. */
  async tell(): Promise<void> {
    if (this.client?.isRunning()) {
      const settings = { ibid: options(workspace.getConfiguration('ibid')) };
      await this.client.sendNotification('workspace/didChangeConfiguration', { settings });
    }
  }

  /** Runs a command of the server. */
  async execute(command: string, argument: unknown): Promise<unknown> {
    if (!this.client?.isRunning()) {
      throw new Error('ibid does not run');
    }
    return this.client.sendRequest('workspace/executeCommand', { command, arguments: [argument] });
  }

  private begin(): void {
    const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
    const configuration = workspace.getConfiguration('ibid');
    const found = find(configuration.get<string>('path', ''), folder, {
      env: process.env,
      platform: process.platform,
      home: homedir(),
      runs,
    });
    if ('missing' in found) {
      this.shows('not found', LanguageStatusSeverity.Error);
      this.complain(`${found.missing}.`, INSTALL, SETTINGS);
      return;
    }
    this.output.info(`starts ${found.program} lsp`);
    this.shows('starts', LanguageStatusSeverity.Information, true);
    [this.falls, this.said, this.complained] = [[], '', false];
    const clientOptions: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      initializationOptions: { asksForReasons: true, ...options(configuration) },
      initializationFailedHandler: () => false,
      stdioOptions: { stdout: () => undefined, stderr: (stream) => this.hear(stream) },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: this.closed(client, found.program), handled: true }),
      },
    };
    const command = { command: found.program, args: ['lsp'], options: { cwd: folder ?? homedir() } };
    const client = new Quiet('ibid', 'ibid', command, clientOptions);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        const version = client.initializeResult?.serverInfo?.version ?? '';
        this.shows(`ibid ${version}`.trim(), LanguageStatusSeverity.Information);
      }
    });
    client.start().catch((error: unknown) => {
      this.output.error(error instanceof Error ? error.message : String(error));
      this.endedAtOnce(client, found.program);
    });
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    const child = client?.serverProcess;
    try {
      await client?.dispose();
    } catch {
      // It has not come to answer yet, or has ended by itself.
      child?.kill();
    }
  }

  /** The server has ended by itself: what to do about it. */
  private closed(client: LanguageClient, program: string): CloseAction {
    if (this.client !== client) {
      return CloseAction.DoNotRestart;
    }
    if (client.state === State.Starting) {
      this.endedAtOnce(client, program);
      return CloseAction.DoNotRestart;
    }
    const now = Date.now();
    this.falls = [...this.falls.filter((fall) => now - fall < WITHIN), now];
    if (this.falls.length > FALLS) {
      this.fails(`\`${program} lsp\` ended ${this.falls.length} times in three minutes and is left alone${this.last()}`);
      return CloseAction.DoNotRestart;
    }
    this.shows('starts again', LanguageStatusSeverity.Warning, true);
    return CloseAction.Restart;
  }

  /** The server has ended before it answered. Why, it may still be about to say. */
  private endedAtOnce(client: LanguageClient, program: string): void {
    setTimeout(() => {
      if (this.client === client) {
        this.fails(`\`${program} lsp\` ended at once${this.last()}`);
      }
    }, SOON);
  }

  /** Keeps what the server says on its standard error. */
  private hear(stream: Readable): void {
    stream.setEncoding('utf8');
    stream.on('data', (said: string) => {
      this.said = (this.said + said).slice(-LAST);
      said.split('\n').filter((line) => line.trim() !== '').forEach((line) => this.output.warn(line));
    });
  }

  /** The last thing that the server said, as the end of a sentence. */
  private last(): string {
    const lines = this.said.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    const error = lines.findLast((line) => line.startsWith('error')) ?? lines.at(-1);
    return error === undefined ? '.' : `: ${error}`;
  }

  /** Shows that the server does not run, and says why, once for each start. */
  private fails(why: string): void {
    this.output.error(why);
    this.shows('not running', LanguageStatusSeverity.Error);
    if (!this.complained) {
      this.complained = true;
      this.complain(why, OUTPUT, INSTALL, SETTINGS);
    }
  }

  private shows(text: string, severity: LanguageStatusSeverity, busy = false): void {
    [this.status.text, this.status.severity, this.status.busy] = [text, severity, busy];
  }

  private complain(message: string, ...buttons: string[]): void {
    void window.showErrorMessage(message, ...buttons).then((button) => {
      switch (button) {
        case INSTALL:
          return commands.executeCommand('markdown.showPreview', Uri.joinPath(this.context.extensionUri, 'INSTALL.md'));
        case SETTINGS:
          return commands.executeCommand('workbench.action.openSettings', 'ibid.path');
        case OUTPUT:
          return this.output.show();
        default:
          return undefined;
      }
    });
  }
}

/** Whether a file is there that can be run. */
function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
