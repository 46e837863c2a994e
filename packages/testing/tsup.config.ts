import { library } from '../../tsup.base.ts';

export default library({ index: 'src/index.ts', bad: 'src/bad/index.ts' });
