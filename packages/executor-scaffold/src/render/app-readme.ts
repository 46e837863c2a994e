import type { AppTarget } from '@orchard-studio/core';
import type { AppModel } from '../model/app-model.ts';
import { inline, table } from './markdown.ts';

const VARIABLES = [
  ['`PORT`', 'port to listen on', '3000'],
  ['`HOST`', 'address to listen on', '127.0.0.1'],
  ['`DATA_DIR`', 'folder of the database `app.db`', 'data'],
  ['`DATABASE_URL`', '`postgres://…` to keep the data in PostgreSQL instead', 'none'],
  [
    '`PUBLIC_URL`',
    'address people use; with https, cookies are for secure connections and this host only',
    'none',
  ],
  ['`TIME_ZONE`', 'time zone of dates with a time', 'UTC'],
  [
    '`ALLOWED_HOSTS`',
    'the only host names it answers to, besides loopback names',
    'all names; on a loopback `HOST` none',
  ],
  ['`FRAME_ANCESTORS`', 'sites that may show it in a frame, besides this machine', 'none'],
  [
    '`TRUST_PROXY`',
    "`1`: the last address of X-Forwarded-For is the client's, and X-Forwarded-Proto says whether it is https",
    'none',
  ],
  ['`SETUP_CODE`', 'what whoever makes the first account must know', 'none'],
] as const;

/** How people get in, or that everybody does. */
function accessSection({ access }: AppModel): string {
  if (!access.enforced)
    return 'There is no sign-in: whoever can reach the app may read and change everything.';
  const roles = access.roles.map(({ name }) => inline(name)).join(', ');
  return [
    `People sign in${roles === '' ? '' : `; roles are: ${roles}`}. The rules stand in \`lib/model.json\` under \`access\`.`,
    'The first account that is made in the app is the administrator; with `SETUP_CODE` it must know that code. Whoever is',
    'locked out gets a one-time link: `node server.js invite you@example.com`.',
    '',
    'What somebody may not see is for them as if it did not exist, with one exception: a value that must be unique is',
    'refused when any record has it, so whoever may add records can find out whether a value is taken. The answer never',
    'says by which record, or whose. Do not make a field unique whose values must stay secret.',
  ].join('\n');
}

function startSection(target: AppTarget): string {
  if (target === 'next')
    return `It needs Node 22.18 or newer.

    npm install
    npm run dev                   # while you change it: http://127.0.0.1:3000
    npm run build                 # puts all that runs into dist/, which needs nothing else
    npm start                     # http://127.0.0.1:3000
    node server.js migrate        # brings the tables up to date, as every start does; --plan only tells
    npm test                      # its own tests; those of the pages look at what was built

In a container: \`docker compose up --build\`, with PostgreSQL as \`compose.yaml\` says.`;
  return `It needs Node 22.18 or newer, and \`npm install\` only for PostgreSQL.

    node server.js                # http://127.0.0.1:3000
    node server.js migrate        # brings the tables up to date, as every start does; --plan only tells
    npm test                      # its own tests

In a container: \`docker compose up --build\`, with PostgreSQL as \`compose.yaml\` says.`;
}

/** README.md of a generated app: how to run it and where to change it. */
export function appReadme(model: AppModel, target: AppTarget): string {
  const pages =
    target === 'node'
      ? '- `ui/` – the pages, plain HTML from template literals that escape what they are given; `public/styles.css` – the look.'
      : '- `app/`, `components/`, `site/` – the pages on the Next.js app router, what they are made of, and the actions of their forms; `app/globals.css` – the look.';
  return `# ${inline(model.name)}

${model.summary === '' ? 'A small web app.' : inline(model.summary)}

Built by Orchard Studio from [docs/spec.md](docs/spec.md). ${startSection(target)}

${table(['Variable', 'Meaning', 'Default'], VARIABLES)}

Once it is running, \`/healthz\` answers 200. Logs are JSON lines on standard output.

## Who may do what

${accessSection(model)}

## Where things are

- \`lib/model.json\` – entities, fields, routes, access rules and colours. Change it and start again: tables follow, data stays.
- \`lib/data/\` – SQLite or PostgreSQL: tables, migrations, validation, queries.
- \`lib/access/\`, \`lib/accounts/\`, \`lib/records.js\` – accounts, and the one door to data, where every call is checked.
- \`lib/api/\`, \`lib/http/\` – the JSON API below \`/api\`, and what guards it.
${pages}
- \`test/\` – tests for whatever the model holds. Add your own as \`test/<name>.test.js\`: every build runs them.

## When it is built again

What you changed by hand is kept: each build is merged with the files as they are. Where both changed the same lines,
yours stand, and the new version is in \`.orchard/conflicts/\`; remove it there once it is settled.
`;
}
