import type { CaseReport, Kit, KitCase, KitReport, MakeSubject } from './kit.ts';
import { runCase } from './run-case.ts';

async function reportOf<Subject>(
  kitCase: KitCase<Subject>,
  makeSubject: MakeSubject<Subject>,
): Promise<CaseReport> {
  const { id, title } = kitCase;
  try {
    await runCase(kitCase, makeSubject);
    return { id, title, status: 'passed' };
  } catch (error) {
    return { id, title, status: 'failed', error };
  }
}

/**
 * Runs all cases of a kit, one after the other, and says what became of each. Never rejects because of a case.
 *
 * @param makeSubject - makes a fresh subject for every case; `defer` in its argument tidies up after the case.
 * @example
 * const report = await runKit(projectStoreKit, () => createMyStorage().projects);
 * if (report.failed > 0) console.error(report.cases.filter(({ status }) => status === 'failed'));
 */
export async function runKit<Subject>(
  kit: Kit<Subject>,
  makeSubject: MakeSubject<Subject>,
): Promise<KitReport> {
  const cases: CaseReport[] = [];
  for (const kitCase of kit.cases) cases.push(await reportOf(kitCase, makeSubject));
  const failed = cases.filter(({ status }) => status === 'failed').length;
  return { port: kit.port, passed: cases.length - failed, failed, cases };
}
