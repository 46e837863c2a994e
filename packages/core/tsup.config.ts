import { library } from '../../tsup.base.ts';

export default library({ index: 'src/index.ts', memory: 'src/memory/index.ts' });
