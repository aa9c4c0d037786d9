import { listRecordings, type RecordedHook, readRecording, ShimFeed, untilProjected } from '@hookline/cli';
import { recordingsFolder, type TestBus } from './bus.ts';

/** The hooks of some recordings, all of them by default, one recording after the other. */
export function recordedHooks(wanted: (name: string) => boolean = () => true): RecordedHook[] {
  const chosen = [...listRecordings(recordingsFolder)].filter(([name]) => wanted(name));
  return chosen.flatMap(([, file]) => readRecording(file));
}

/** Calls the installed hook for each, as the harness did, and waits until all of it is in the read models. */
export async function feed(bus: TestBus, hooks: readonly RecordedHook[]): Promise<void> {
  await using shim = await ShimFeed.install(bus.home);
  await shim.feed(hooks);
  await untilProjected(
    { url: bus.url, token: undefined, client: bus.client },
    bus.home,
    AbortSignal.timeout(120_000),
    120_000,
  );
}
