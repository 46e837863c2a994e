/** Everybody, without saying who: they become the actor "User". */
const ANYBODY = new Set(
  'people user users person persons everyone everybody anyone anybody someone somebody i we you they us folks guys human humans'.split(
    ' ',
  ),
);

const ROLES = new Set(
  `admin administrator manager owner member customer client patient doctor nurse teacher student pupil tutor coach
   employee worker staff team colleague guest visitor host organizer organiser attendee participant speaker author
   editor reviewer moderator reader writer blogger seller buyer vendor supplier driver rider passenger tenant landlord
   agent librarian borrower parent child kid family friend neighbour neighbor volunteer donor player trainer athlete
   chef cook waiter receptionist therapist vet dentist lawyer accountant developer designer engineer technician
   operator dispatcher clerk cashier baker gardener farmer photographer artist musician fan subscriber follower
   freelancer contractor candidate recruiter applicant instructor lecturer professor researcher supervisor boss
   leader captain shopper traveller traveler booker renter resident secretary treasurer planner`
    .trim()
    .split(/\s+/),
);

/** True for the singular noun of a kind of people: `teacher`. */
export function isRole(singular: string): boolean {
  return ROLES.has(singular);
}

/** True for words that mean whoever uses it: `people`, `everyone`, `we`. */
export function isAnybody(word: string): boolean {
  return ANYBODY.has(word);
}

/** Name of the actor that stands for everybody. */
export const USER = 'User';
