import { library } from '../../tsup.base.ts';

export default library({ index: 'src/index.ts', guided: 'src/guided/index.ts', model: 'src/model/index.ts' });
