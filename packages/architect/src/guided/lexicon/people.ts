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
   leader captain shopper traveller traveler booker renter resident secretary treasurer planner personnel crew public creator curator`
    .trim()
    .split(/\s+/),
);

/** People who look after things for others: of them it goes without saying that they see and change more. */
const KEEPERS = new Set(
  `admin administrator manager owner employee worker staff team host organizer organiser doctor nurse teacher tutor coach
   editor moderator seller vendor landlord agent librarian trainer chef cook waiter receptionist therapist vet dentist
   lawyer accountant technician operator dispatcher clerk cashier baker recruiter instructor lecturer professor supervisor
   boss leader captain secretary treasurer planner personnel crew management curator`
    .trim()
    .split(/\s+/),
);

/** True for a role that works for others: staff, a doctor; false for a member, a reader. */
export const isKeeper = (role: string): boolean => KEEPERS.has(role.toLowerCase().split(' ').at(-1) ?? '');

const GROUPS = new Set('staff team crew personnel management'.split(' '));
/** Whoever comes by, known or not. */
const ANYONE = new Set('everyone everybody anyone anybody public visitor'.split(' '));

/** True for a word that means several people: `staff`. */
export const isGroup = (word: string): boolean => GROUPS.has(word);

/** True for words that mean whoever opens the app, signed in or not. */
export const isAnyone = (singular: string): boolean => ANYONE.has(singular);

/** True for the singular noun of a kind of people: `teacher`. */
export function isRole(singular: string): boolean {
  return ROLES.has(singular);
}

/** True for words that mean whoever uses it: `people`, `everyone`, `we`. */
export function isAnybody(word: string): boolean {
  return ANYBODY.has(word);
}

/** Role of rules about whoever opens the app, signed in or not. */
export const ANYONE_ROLE = 'anyone';
/** Name of the actor that stands for everybody. */
export const USER = 'User';
