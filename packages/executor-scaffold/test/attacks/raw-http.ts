import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where somebody listens. */
interface Place {
  readonly url: string;
}

/** A connection that is spoken on byte by byte. */
export async function openSocket({ url }: Place): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they are. @returns everything that comes back until the app hangs up */
export async function talk(app: Place, text: string, { hangUp = false } = {}): Promise<string> {
  const socket = await openSocket(app);
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(text, 'latin1');
  if (hangUp) setImmediate(() => socket.destroy());
  await closed;
  return answer;
}

/** Sends bytes as they are, and hangs up when nothing more comes. @returns the first line of the answer */
export const sendRaw = async (app: Place, text: string, options = {}): Promise<string> =>
  (await talk(app, text, options)).split('\r\n')[0] ?? '';
