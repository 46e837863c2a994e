import { library } from '../../tsup.base.ts';

export default library({
  index: 'src/index.ts',
  http: 'src/http/index.ts',
  node: 'src/node/index.ts',
  prometheus: 'src/prometheus/index.ts',
  opentelemetry: 'src/opentelemetry/index.ts',
});
