// Bundles the extension into dist/extension.js; with --tests, the unit tests into out/, where a stub stands for the editor.

import * as esbuild from 'esbuild';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const shared = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'warning' };
const release = process.argv.includes('--release');

const built = await esbuild.build({
  ...shared,
  metafile: true,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  external: ['vscode'],
  minify: release,
  sourcemap: release ? false : 'inline',
});

// What is bundled keeps its licences beside it.
const bundled = Object.keys(built.metafile.inputs).map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
const notices = [...new Set(bundled.filter((folder) => folder !== undefined))].sort().map((folder) => {
  const name = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (name === undefined) {
    throw new Error(`${folder} has no licence`);
  }
  const { name: what, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return `${what} ${version}\n\n${readFileSync(`${folder}/${name}`, 'utf8').trim()}\n`;
});
writeFileSync('dist/LICENSES.txt', notices.join('\n\n'));

if (process.argv.includes('--tests')) {
  await esbuild.build({
    ...shared,
    entryPoints: readdirSync('test').filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name}`),
    outdir: 'out',
    alias: { vscode: './test/vscode.ts' },
  });
}
