import type { Sink, SinkEvents } from '../streams/connection.ts';

/** Starts a stream into a sink. */
export type StartStream = (sink: Sink) => SinkEvents;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies must not hold events back.
  'x-accel-buffering': 'no',
  // Its address may hold a ticket.
  'referrer-policy': 'no-referrer',
};

/** What waits in a Response's body for a client that does not take it. */
const BODY_BYTES = 64 * 1024;

const starts = new WeakMap<Response, StartStream>();

/** Begins when it is first read, which a server that takes the stream itself never does. */
function bodyOf(start: StartStream): ReadableStream<Uint8Array> {
  let events: SinkEvents | undefined;
  let over = false;
  const sinkOf = (controller: ReadableStreamDefaultController<Uint8Array>): Sink => {
    const finish = (action: () => void): void => {
      if (!over) action();
      over = true;
    };
    return {
      write: (bytes) => {
        // The platform may take the memory of a chunk away; these bytes are everybody's.
        if (!over) controller.enqueue(bytes.slice());
        return (controller.desiredSize ?? 0) > -BODY_BYTES;
      },
      end: () => finish(() => controller.close()),
      destroy: () => finish(() => controller.error(new Error('The client did not take what was sent.'))),
    };
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (events === undefined) events = start(sinkOf(controller));
        else events.onDrain();
      },
      cancel: () => {
        over = true;
        events?.onClose();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}

/**
 * A Response whose body is a live stream. A server that knows {@link takeStream} writes it to its own socket instead of
 * reading the body, which is far cheaper.
 */
export function liveResponse(start: StartStream): Response {
  const response = new Response(bodyOf(start), { headers: HEADERS });
  starts.set(response, start);
  return response;
}

/** The stream of a response whose body nobody has read, to be written by the caller; undefined for any other response. */
export function takeStream(response: Response): StartStream | undefined {
  const start = starts.get(response);
  starts.delete(response);
  return start;
}
