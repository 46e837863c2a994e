export { escapeMarkdown } from './escape-markdown.ts';
export { type RenderSpecOptions, renderSpec } from './render-spec.ts';
export { defaultTemplate, minimalTemplate } from './templates.ts';
export type { SpecViewModel } from './view-model.ts';
