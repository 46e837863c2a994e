import { kept } from '../../site/application.js';
import { respondTo } from '../../site/respond.js';

/** Whether the app can serve. @param {Request} request */
export const GET = (request) => respondTo(request, () => kept().app.health());
