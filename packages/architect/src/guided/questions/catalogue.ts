import type { ResolvedAnswer } from '../../proposer.ts';
import { decidedAccess } from '../draft/access.ts';
import type { Draft } from '../draft/draft.ts';
import { accessTopic, isAccessStated } from './access-topic.ts';
import { conflictTopic } from './conflict-topic.ts';
import { fieldsTopic } from './fields-topic.ts';
import { lookTopic } from './look-topic.ts';
import { featureNameTopic, thingsTopic } from './name-topics.ts';
import { adminTopic, deviceTopic, scopeTopic } from './scope-topics.ts';
import { cameFrom, givenOf, makeQuestion, type Topic } from './topic.ts';

/** Everything the guided interviewer asks about, the most important first. */
const CATALOGUE: readonly Topic[] = [
  conflictTopic,
  featureNameTopic,
  thingsTopic,
  accessTopic,
  lookTopic,
  fieldsTopic,
  scopeTopic,
  adminTopic,
  deviceTopic,
];

const MAX_QUESTIONS = 300;
/** What they ask about may have changed since they were worded. */
const WORDABLE = new Set(['queued', 'open', 'skipped']);

/** Queues every question that makes sense now and was never asked; the engine opens at most three. */
export function queueQuestions(draft: Draft, wantsMore: boolean): void {
  const { questions } = draft.content;
  for (const topic of CATALOGUE) {
    for (const wanted of topic.ask(draft, wantsMore)) {
      const known = questions.find((question) => question.topic === wanted.topic);
      if (known !== undefined && WORDABLE.has(known.status) && known.answer === null)
        known.text = wanted.text;
      if (questions.length >= MAX_QUESTIONS || known !== undefined) continue;
      questions.push(makeQuestion(draft, wanted));
    }
  }
}

/** Topics whose question no longer makes sense: the thing they ask about is gone or has been settled in words. */
export function withdrawQuestions(draft: Draft): void {
  const { questions, sections, conflicts } = draft.content;
  const ids = new Set(sections.dataModel.entities.map((entity) => entity.id));
  const said = decidedAccess(draft.content)?.basis;
  for (const question of questions) {
    if (question.topic === 'access.model' && said?.origin === 'user_stated' && !cameFrom(said, question.id))
      question.status = 'obsolete';
    if (!['queued', 'open', 'skipped', 'partial', 'deferred'].includes(question.status)) continue;
    const [kind = '', id = ''] = question.topic.split('.');
    const isGone =
      (question.topic === 'access.model' && isAccessStated(draft)) ||
      (kind === 'fields' && !ids.has(id)) ||
      (kind === 'conflict' &&
        conflicts.some((conflict) => conflict.id === id && conflict.status === 'resolved')) ||
      (question.topic === 'feature.name' && draft.content.feature !== '') ||
      (question.topic === 'data.entities' && ids.size > 0) ||
      (question.topic === 'design.look' &&
        sections.designSystem.tokens.some((token) => token.origin === 'user_stated'));
    if (isGone) question.status = 'obsolete';
  }
}

/** Writes an answer into the draft; the paths it led to, none when it was not understood. */
export function applyAnswer(draft: Draft, answer: ResolvedAnswer): readonly string[] {
  const topic = CATALOGUE.find((each) => each.owns(answer.question.topic));
  return topic === undefined || answer.kind === 'skipped' ? [] : topic.apply(draft, givenOf(answer));
}
