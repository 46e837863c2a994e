/**
 * Where the connection of an event stream stands: being opened for the first time, delivering, lost and being opened
 * again (what is shown may be out of date), or over.
 */
export type StreamState = 'connecting' | 'live' | 'stale' | 'ended';
