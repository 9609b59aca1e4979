// What the server is told: the settings that the user has set, as `ibid lsp` reads them. What nobody has set is left out, so
// that an `ibid.toml` decides.

/** One setting, with where it was set. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** The part of the editor's configuration that is read here. */
export interface Configuration {
  inspect(name: string): Inspected | undefined;
}

/** The settings that are handed on. */
export const NAMES = ['sources', 'config', 'preview', 'pedantic', 'select', 'ignore'] as const;

/** The options of the server. */
export function options(configuration: Configuration): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const name of NAMES) {
    const inspected = configuration.inspect(name);
    const value = inspected?.workspaceFolderValue ?? inspected?.workspaceValue ?? inspected?.globalValue;
    if (value !== undefined) {
      options[name] = value;
    }
  }
  return options;
}
