const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const TIME = "(\\d{2}):(\\d{2}):(\\d{2})";
const DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
const LONG_DAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";

// RFC 9110, section 5.6.7: the form that is used, and two that were. Of the last, the year comes after the time.
const FIXED = new RegExp(`^${DAY}, (\\d{2}) ([a-z]{3}) (\\d{4}) ${TIME} GMT$`, "i");
const RFC_850 = new RegExp(`^${LONG_DAY}, (\\d{2})-([a-z]{3})-(\\d{2}) ${TIME} GMT$`, "i");
const ASCTIME = new RegExp(`^${DAY} ([a-z]{3}) ([ \\d]\\d) ${TIME} (\\d{4})$`, "i");

/**
 * Reads a date in one of HTTP's three forms (RFC 9110, section 5.6.7). Not by `Date.parse`, which takes much else for a
 * date: a header that is no date has a meaning of its own.
 *
 * @param value The header's value.
 * @returns The time in milliseconds, or undefined where it is no such date.
 */
export function readHttpDate(value: string | null | undefined): number | undefined {
  const text = value?.trim() ?? "";
  const fixed = FIXED.exec(text);
  if (fixed !== null) return timeOf(fixed[3]!, fixed[2]!, fixed[1]!, fixed.slice(4));
  const older = RFC_850.exec(text);
  if (older !== null) return timeOf(fullYear(older[3]!), older[2]!, older[1]!, older.slice(4));
  const oldest = ASCTIME.exec(text);
  return oldest === null ? undefined : timeOf(oldest[6]!, oldest[1]!, oldest[2]!, oldest.slice(3));
}

function timeOf(year: string, month: string, day: string, [hours, minutes, seconds]: string[]): number | undefined {
  const index = MONTHS.indexOf(month.toLowerCase());
  const numbers = [Number(day), Number(hours), Number(minutes), Number(seconds)] as const;
  const time = Date.UTC(Number(year), index, ...numbers);
  const [date, hour, minute, second] = numbers;
  // The last second of a day may be a leap second.
  const isSound = index >= 0 && new Date(Date.UTC(Number(year), index, date)).getUTCDate() === date && hour < 24 &&
    minute < 60 && second <= 60;
  return isSound ? time : undefined;
}

// Two digits mean the year of that ending that is at most 50 years ahead.
function fullYear(digits: string): string {
  const now = new Date().getUTCFullYear();
  const year = now - now % 100 + Number(digits);
  return String(year > now + 50 ? year - 100 : year);
}
