import { type AnyDeriver, kindFacts, type Memory, type MemoryStatus } from '@hookline/memory';

/** Why a memory has the status it has now, in one sentence for people. */
export function explanationOf(memory: Memory, now: MemoryStatus, deriver: AnyDeriver | undefined): string {
  const takes = deriver === undefined ? '' : `; it takes ${deriver.thresholds}`;
  const { sessions } = memory.support;
  if (now === 'retired' && memory.status === 'active') {
    return `retired: nothing refreshed it for ${kindFacts(memory.kind).expiresAfterDays} days`;
  }
  switch (memory.reason) {
    case 'support':
      return `active by itself: seen in ${sessions} ${sessions === 1 ? 'session' : 'sessions'}${takes}`;
    case 'too-little-support':
      return `proposed: seen too little to speak of${takes}`;
    case 'needs-review':
      return `proposed: it waits for a person to approve it${takes}`;
    case 'curated':
      return memory.status === 'active' ? 'active: a person approved it' : 'retired: a person said so';
    case 'contradicted':
      return `retired: ${memory.contradicted} of ${sessions + memory.contradicted} sessions speak against it`;
    case 'superseded':
      return 'retired: something newer took its place';
    case 'gone':
      return 'retired: what it stands on is no longer there';
    case 'harmful':
      return `proposed again: it did harm in ${memory.harmful} of ${memory.helpful + memory.harmful} uses that show anything`;
    default:
      return `${now}: ${memory.reason}`;
  }
}
