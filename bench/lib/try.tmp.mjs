import { buildPlan } from '/work/main/bench/lib/scaffold-build.mjs';
for (const n of process.argv.slice(2).map(Number)) {
const r = await buildPlan(n); console.log(n, r); r.remove();
}
