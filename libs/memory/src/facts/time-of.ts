/** What a database takes as a time of the calendar: events may be dated before and, by their offset, after it. */
const earliestMs = Date.parse('0001-01-01T00:00:00.000Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** The time of an event, RFC 3339 in UTC with milliseconds, within the years 1 to 9999. */
export function timeOf(time: string): string {
  return new Date(Math.min(latestMs, Math.max(earliestMs, Date.parse(time)))).toISOString();
}
