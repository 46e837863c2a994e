import type { Anthropic, ClientOptions } from '@anthropic-ai/sdk';
import { retryAfterMs } from './retry-after.ts';
import type { Sdk } from './sdk.ts';
import type { Settings } from './settings.ts';
import type { SilenceWatch } from './silence.ts';

type Middleware = NonNullable<ClientOptions['middleware']>[number];

/** One request, which the SDK sends as often as `retries` allows. */
export interface Opening {
  readonly sdk: Sdk;
  readonly settings: Settings;
  readonly body: Anthropic.MessageCreateParamsStreaming;
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
  /** Runs from the first byte of the answer on; before it, the SDK watches. */
  readonly watch: SilenceWatch;
  /** Called for every request that is sent. */
  readonly onTry: () => void;
}

/** Passes on an answer, whose every byte breaks the silence: the SDK does not tell of pings. */
function listener(watch: SilenceWatch): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream<Uint8Array, Uint8Array>(
    {
      transform: (chunk, controller) => {
        watch.heard();
        controller.enqueue(chunk);
      },
      flush: () => watch.stop(),
    },
    undefined,
    // A reader who takes a break must not look like a silent vendor.
    { highWaterMark: Number.POSITIVE_INFINITY },
  );
}

/** The SDK waits as long as the vendor asks for, were it days. */
function untried(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

function middleware({ settings, watch, onTry }: Opening): Middleware {
  return async (request, next) => {
    onTry();
    const response = await next(request);
    if (!response.ok) {
      const wait = retryAfterMs(response.headers, settings.clock.now()) ?? 0;
      return wait > settings.maxRetryWaitMs ? untried(response) : response;
    }
    if (response.body === null) return response;
    watch.start(settings.silenceMs);
    const signal = AbortSignal.any([watch.signal, ...(request.signal ? [request.signal] : [])]);
    return new Response(response.body.pipeThrough(listener(watch), { signal }), response);
  };
}

/** Resolves once the vendor begins to answer. @throws errors of the SDK, after its tries. */
export async function openStream(opening: Opening): Promise<AsyncIterable<Anthropic.RawMessageStreamEvent>> {
  const { sdk, settings, body, retries, signal } = opening;
  return await sdk.client.messages.create(body, {
    maxRetries: retries,
    timeout: settings.silenceMs,
    middleware: [middleware(opening)],
    signal,
  });
}
