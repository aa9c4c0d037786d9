import { type CloudEvent, subjectOf } from '@hookline/schemas';

const subjectsMax = 10_000;

/** `subjectOf`, remembering what it hashed: events of a session come in runs. */
export function cachedSubjects(): (event: CloudEvent) => string {
  const subjects = new Map<string, string>();
  return (event) => {
    const key = `${event.type}\n${event.tenant}\n${event.project}\n${event.session}`;
    let subject = subjects.get(key);
    if (subject === undefined) {
      if (subjects.size >= subjectsMax) subjects.clear();
      subject = subjectOf(event);
      subjects.set(key, subject);
    }
    return subject;
  };
}
