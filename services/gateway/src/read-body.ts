import { Refused } from './refused.ts';

/** The body as text. Reads no more than `bytesMax` of it, whatever its headers claim. */
export async function readBody(request: Request, bytesMax: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    parts.push(decoder.decode());
  } catch (error) {
    if (error instanceof Refused) throw error;
    const hint = 'send JSON as UTF-8, whole';
    throw new Refused(400, 'bad-request', 'the body broke off or is not UTF-8', { hint, cause: error });
  }
  return parts.join('');
}

function tooLarge(bytesMax: number): Refused {
  return new Refused(413, 'too-large', `the body is larger than ${bytesMax} bytes, the limit of one request`, {
    hint: 'send fewer events at once; one event alone must fit as well',
  });
}
