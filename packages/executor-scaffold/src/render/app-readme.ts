import type { AppModel } from '../model/app-model.ts';
import { inline } from './markdown.ts';

/** README.md of a generated app: how to run it and where to change it. */
export function appReadme(model: AppModel): string {
  return `# ${inline(model.name)}

${model.summary === '' ? 'A small web app.' : inline(model.summary)}

Built by Orchard Studio from [docs/spec.md](docs/spec.md). It needs Node 22.18 or newer and nothing else.

    node server.js        # http://127.0.0.1:3000
    node --test           # its tests

| Variable | Meaning | Default |
| --- | --- | --- |
| \`PORT\` | port to listen on | 3000 |
| \`HOST\` | address to listen on | 127.0.0.1 |
| \`DATA_DIR\` | folder of the database \`app.db\` | data |
| \`ALLOWED_HOSTS\` | host names it answers to besides loopback names, while \`HOST\` is a loopback address | none |
| \`FRAME_ANCESTORS\` | sites that may show it in a frame, besides this machine | none |

## Where things are

- \`app/model.json\` – entities, fields, routes and colours. Change it and start again: tables follow, data stays.
- \`app/data/\` – SQLite: tables, validation, queries.
- \`app/http/\` – the JSON API below \`/api\`, and what guards it.
- \`app/pages/\` – the pages, plain HTML from template literals that escape what they are given.
- \`app/public/styles.css\` – the look; its variables come from the model.
- \`test/\` – tests of the API and of the pages, for whatever the model holds.

There is no sign-in: whoever can reach the app may read and change everything.
`;
}
