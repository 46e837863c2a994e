import { fileResponse } from '../../../lib/api/files.js';
import { respondTo } from '../../../site/respond.js';

/** A stored file: `/files/{entity}/{id}/{field}`. @param {Request} request */
const answer = (request) => respondTo(request, fileResponse);

export { answer as GET, answer as HEAD };
