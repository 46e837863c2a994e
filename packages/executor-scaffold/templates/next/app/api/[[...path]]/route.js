import { kept } from '../../../site/application.js';
import { respond } from '../../../site/respond.js';

/** The JSON API. @param {Request} request */
const answer = (request) => respond(request, (client) => kept().app.answerApi(request, client));

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
