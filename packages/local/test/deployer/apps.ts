/** Small apps for the deployer: what a release's server.js may do. Each ends when its parent is gone, unless it says so. */
const server = (answer: string, more = ''): string => `
import { createServer } from 'node:http';
${more}
const app = createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  ${answer}
});
process.on('SIGTERM', () => process.exit(0));
app.listen(Number(process.env.PORT), process.env.HOST, () => console.log('listening on', process.env.PORT));
`;

const LEAVES_WITH_PARENT = "process.on('disconnect', () => process.exit(0));";

/** Serves a text at every address. */
export const serving = (text: string): string =>
  server(`response.end(${JSON.stringify(text)});`, LEAVES_WITH_PARENT);

/** Outlives its parent and does not listen to SIGTERM. */
export const stubborn = server("response.end('stubborn');").replace('process.exit(0)', '{}');

/** Ends with code 3 when asked for /crash, and says how often it has started. */
export const crashable = server(
  `if (request.url === '/crash') process.exit(3);
  response.end(String(starts));`,
  `${LEAVES_WITH_PARENT}
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const file = process.env.DATA_DIR + '/starts';
const starts = existsSync(file) ? Number(readFileSync(file, 'utf8')) + 1 : 1;
writeFileSync(file, String(starts));`,
);

/** Answers what it can see and do. */
export const curious = server(
  `const tries = {
    env: () => Object.keys(process.env).sort(),
    readOutside: () => readFileSync('/etc/hostname', 'utf8'),
    readHost: () => readdirSync('..'),
    writeRelease: () => writeFileSync('./planted', 'x'),
    writeData: () => writeFileSync(process.env.DATA_DIR + '/own', 'x'),
    spawn: () => execFileSync('true'),
    worker: () => new Worker('1', { eval: true }),
    database: () => new DatabaseSync(process.env.DATA_DIR + '/app.db').exec('CREATE TABLE IF NOT EXISTS t (a)'),
    databaseOutside: () => new DatabaseSync(process.env.DATA_DIR + '/../../stolen.db').exec('CREATE TABLE IF NOT EXISTS t (a)'),
    attachOutside: () => new DatabaseSync(':memory:').exec("ATTACH '" + process.env.DATA_DIR + "/../../stolen.db' AS x"),
    vacuumOutside: () => new DatabaseSync(process.env.DATA_DIR + '/app.db').exec("VACUUM INTO '" + process.env.DATA_DIR + "/../../stolen.db'"),
  };
  const report = {};
  for (const [name, attempt] of Object.entries(tries)) {
    try { report[name] = attempt() ?? 'done'; } catch (error) { report[name] = 'refused ' + (error.code ?? error.message); }
  }
  response.end(JSON.stringify(report));`,
  `import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';`,
);

export const crashing = "console.error('it went wrong'); process.exit(1);";

export const hanging = "console.log('I am here'); setInterval(() => {}, 1000);";

/** Writes more than the log keeps, in one endless line and in many. */
export const chatty = server(
  "response.end('chatty');",
  `${LEAVES_WITH_PARENT}
process.stdout.write('y'.repeat(200_000));
for (let n = 0; n < 12_000; n += 1) console.log('line ' + n + ' ' + 'x'.repeat(150));`,
);
