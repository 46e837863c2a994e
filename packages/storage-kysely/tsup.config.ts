import { library } from '../../tsup.base.ts';

export default {
  ...library({ index: 'src/index.ts', postgres: 'src/postgres/index.ts' }),
  // Kysely is bundled: importing its hundreds of files takes ten times as long. Most of it are comments.
  noExternal: ['kysely'],
  esbuildOptions: (options: { minifyWhitespace?: boolean }) => {
    options.minifyWhitespace = true;
  },
};
