// Which program to run: the one that the settings name, or else the first `ibid` of the usual folders.

import * as path from 'node:path';

/** What the machine is like. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  /** Whether a file is there that can be run. */
  readonly runs: (file: string) => boolean;
}

/** The program, or where it was looked for in vain. */
export type Found = { readonly program: string } | { readonly missing: string };

/** The program that a setting names, which may be empty. A relative path starts from the folder. */
export function find(setting: string, folder: string | undefined, machine: Machine): Found {
  const paths = machine.platform === 'win32' ? path.win32 : path.posix;
  const named = setting.trim();
  if (named !== '') {
    const expanded = /^~(?=[\\/]|$)/.test(named) ? machine.home + named.slice(1) : named;
    const program = paths.isAbsolute(expanded) ? expanded : paths.resolve(folder ?? machine.home, expanded);
    const runs = endings(machine).map((ending) => program + ending).find(machine.runs);
    return runs === undefined ? { missing: `\`ibid.path\` is ${named}, and no program is there` } : { program: runs };
  }
  // An editor that is started from a desktop often has another PATH than a shell; the first of these is where cargo
  // installs, the second where pip and pipx do.
  const usual = [['.cargo', 'bin'], ['.local', 'bin']].map((parts) => paths.join(machine.home, ...parts));
  const listed = (value(machine, 'PATH') ?? '').split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  for (const place of [...listed, ...usual]) {
    for (const ending of endings(machine)) {
      const program = paths.join(place, `ibid${ending}`);
      if (machine.runs(program)) {
        return { program };
      }
    }
  }
  return { missing: '`ibid` is not on the PATH' };
}

/** What a program's file ends in, beside what is written. */
function endings(machine: Machine): string[] {
  return machine.platform === 'win32' ? ['', '.exe'] : [''];
}

/** A variable of the environment, whose name Windows writes in any case. */
function value(machine: Machine, name: string): string | undefined {
  const same = (key: string) => (machine.platform === 'win32' ? key.toUpperCase() === name : key === name);
  const key = Object.keys(machine.env).find(same);
  return key === undefined ? undefined : machine.env[key];
}
