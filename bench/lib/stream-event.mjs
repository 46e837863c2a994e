/** Clients count it. */
export const MARK = '~#~';

/** The event that everybody sends: as large as a line of a step's log, in the words of an operation's log. */
export const eventOf = (seq) => ({
  v: 1,
  operationId: 'op_01k0000000000000000000000',
  seq,
  type: 'log',
  phase: 'implement',
  message: messageOf(seq),
  step: 'talk',
  attempt: 1,
  epoch: 1,
  data: { level: 'info' },
  timestamp: '2030-01-01T00:00:00.000Z',
});

export const messageOf = (seq) =>
  `${MARK} line ${seq}: compiled another module of the app that is being built`;

/** Nanoseconds of a clock that all processes of this machine share. */
export const now = () => Number(process.hrtime.bigint());
