import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type AppTarget, appTargetSchema, type Blueprint, slugify } from '@orchard-studio/core';
import { deriveModel, type GeneratedApp, generateApp } from '@orchard-studio/executor-scaffold';
import { renderSpec } from '@orchard-studio/spec';
import { interview } from './interview.ts';
import { prepareApp, startApp } from './run-app.ts';

const SENTENCE = `A clinic: patients see only their own appointments, doctors see all appointments; an appointment has
a patient, a doctor, a start time and a reason; patients may book and cancel their own appointments`;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const say = (line: string): void => console.log(line);

function readArguments(): { sentence: string; target: AppTarget; out: string; port: number } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { target: { type: 'string' }, out: { type: 'string' }, port: { type: 'string' } },
  });
  return {
    sentence: positionals.join(' ') || SENTENCE.replaceAll('\n', ' '),
    target: appTargetSchema.parse(values.target ?? 'node'),
    out: resolve(values.out ?? here('./app')),
    port: Number(values.port ?? '3100'),
  };
}

function showPlan({ feature, revision, sections }: Blueprint): void {
  const { dataModel, access } = sections;
  say(`\nPlan: ${feature}, revision ${revision}`);
  for (const { name, fields } of dataModel.entities)
    say(`  ${name}: ${fields.map((field) => `${field.name} (${field.type})`).join(', ')}`);
  say(`  ${access.rules.length} access rules`);
}

function showApp({ files, changed, target, gaps, conflicts }: GeneratedApp, folder: string): void {
  say(`\nApp: ${folder}\n  ${changed.length} of ${files.length} files written, for ${target}`);
  for (const { title, reason } of gaps) say(`  Not built: ${title}. ${reason}`);
  for (const { path, reason } of conflicts) say(`  Not merged: ${path}. ${reason}`);
}

function showWhatToTry(blueprint: Blueprint, url: string): void {
  const { access, entities } = deriveModel(blueprint, blueprint.feature);
  const path = entities[0]?.path ?? '';
  say(`\nRunning on ${url} – Ctrl-C ends it. Try:`);
  if (access.enforced) {
    say(`  ${url}/sign-up   the first account is the administrator`);
    say(`  ${url}/administration   adds people: ${access.roles.map(({ name }) => name).join(', ')}`);
  }
  say(`  ${url}/${path}   pages, with search, sorting and forms`);
  say(`  curl -i ${url}/api/${path}   the API${access.enforced ? ', which answers 401 to strangers' : ''}`);
  say('  Change a file of the app and run this again: your edits stay.');
}

const { sentence, target, out, port } = readArguments();
say(`You: ${sentence}\n\nArchitect:`);
const blueprint = await interview(sentence, (line) => say(`  ${line}`));
showPlan(blueprint);
const app = await generateApp({
  blueprint,
  spec: renderSpec(blueprint),
  projectName: blueprint.feature,
  projectSlug: slugify(blueprint.feature),
  directory: out,
  target,
  // What every app of a company has: ours, laid over the built-in templates.
  templates: [here('./templates/company')],
});
showApp(app, out);
say('\nGetting ready:');
await prepareApp(out, target, (line) => say(`  ${line}`));
const { url, ended } = await startApp(out, port, say);
showWhatToTry(blueprint, url);
await ended;
