import type { ApiRoute, AppModel, Entity, Field } from '../model/app-model.ts';
import { inline, table } from './markdown.ts';

function rules(field: Field): string {
  const parts = [
    field.required ? 'required' : '',
    field.unique ? 'unique' : '',
    field.default === null ? '' : `default ${inline(String(field.default))}`,
    field.references === null ? '' : `refers to ${field.references}`,
    field.values.length === 0 ? '' : `one of ${field.values.map(inline).join(', ')}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function entitySection(entity: Entity): string {
  const rows = entity.fields.map((field) => [
    `\`${field.key}\``,
    inline(field.label),
    field.type,
    rules(field),
  ]);
  const base = `/${entity.path}`;
  return [
    `### ${inline(entity.name)}`,
    ...(entity.description === '' ? [] : [inline(entity.description)]),
    `Table \`${entity.table}\`, with \`id\`, \`created_at\` and \`updated_at\` besides:`,
    entity.fields.length === 0 ? 'No fields yet.' : table(['Field', 'Label', 'Type', 'Rules'], rows),
    `Pages: \`${base}\`, \`${base}/new\`, \`${base}/{id}\`, \`${base}/{id}/edit\`, \`${base}/{id}/delete\`.`,
  ].join('\n\n');
}

const pathOf = (route: ApiRoute): string =>
  `/api/${route.segments.map((part) => (part === null ? '{id}' : inline(part))).join('/')}`;

/** Who may do what, a line per role and kind of record. */
function accessSection({ access, entities }: AppModel): string {
  if (!access.enforced) return 'There is no sign-in: whoever reaches the app may do everything.';
  const names = new Map([
    ['anyone', 'anyone'],
    ['signed-in', 'anyone signed in'],
    ...access.roles.map(({ key, name }) => [key, inline(name)] as const),
  ]);
  const plurals = new Map(entities.map(({ path, plural }) => [path, inline(plural)]));
  const rows = access.rules.map((rule) => [
    names.get(rule.role) ?? rule.role,
    plurals.get(rule.entity) ?? rule.entity,
    rule.actions.join(', '),
    rule.scope === 'own' ? 'their own' : 'all',
  ]);
  const signUp = access.roles.find(({ key }) => key === access.signUp);
  const joining =
    signUp === undefined
      ? 'Accounts are added by an administrator.'
      : `Whoever signs up becomes: ${inline(signUp.name)}.`;
  const owned = entities
    .filter(({ owners }) => owners.length > 0)
    .map(
      ({ plural, owners }) =>
        `${inline(plural)} also belong to whom they refer to by \`${owners.join('`, `')}\`.`,
    );
  const paragraphs = [
    'Administrators may do everything. What is not listed is refused.',
    rows.length === 0 ? '' : table(['Role', 'Records', 'May', 'Which'], rows),
    [joining, ...owned].join(' '),
  ];
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

/** docs/design.md: what was decided, in the words of the app. Deterministic. */
export function designDocument(model: AppModel): string {
  const routes = model.routes.map((route) => [
    route.method,
    pathOf(route),
    route.action === 'gap' ? 'not built: 501' : route.action,
  ]);
  const gaps = model.gaps.map((gap) => `- **${inline(gap.title)}** ${inline(gap.reason)}`);
  const sections = [
    `# Design of ${inline(model.name)}`,
    ...(model.summary === '' ? [] : [inline(model.summary)]),
    '## Tables and pages',
    ...(model.entities.length === 0 ? ['Nothing is stored.'] : model.entities.map(entitySection)),
    '## Access',
    accessSection(model),
    '## API',
    'Lists take `page`, `pageSize`, `q`, `sort` and `filter.<field>`. Errors are `application/problem+json`.',
    routes.length === 0 ? 'No routes.' : table(['Method', 'Path', 'Does'], routes),
    '## Look',
    table(
      ['Token', 'Light', 'Dark'],
      (['background', 'surface', 'text', 'accent', 'link'] as const).map((name) => [
        name,
        `\`${model.theme.light[name]}\``,
        `\`${model.theme.dark[name]}\``,
      ]),
    ),
    '## Not built',
    gaps.length === 0 ? 'Everything that was asked for is covered.' : gaps.join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}
