/**
 * What somebody meant who wrote a name that does not exist.
 *
 * @internal
 * @module
 */

/** What other libraries call options that have another name here; the first that there is counts. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  adapter: ["transport"],
  agent: ["proxy", "tls"],
  baseURL: ["baseUrl"],
  cookieJar: ["cookies"],
  data: ["body"],
  fetch: ["transport"],
  form: ["body"],
  json: ["body"],
  limit: ["attempts", "concurrency", "count"],
  maxContentLength: ["maxBytes"],
  onDownloadProgress: ["onProgress"],
  onUploadProgress: ["onProgress"],
  params: ["query", "variables"],
  prefix: ["baseUrl"],
  prefixUrl: ["baseUrl"],
  retries: ["retry", "attempts"],
  return_exceptions: ["returnErrors"],
  searchParams: ["query"],
  throwHttpErrors: ["throwOnStatus"],
  validateStatus: ["throwOnStatus"],
  عدد_المحاولات: ["عدد_إعادة_المحاولة"],
  محاولات: ["عدد_إعادة_المحاولة", "عدد_المحاولات"],
  محتوى: ["بيانات"],
  مهلة: ["وقت_كلي", "وقت_قراءة"],
};

/**
 * Finds the name that was most likely meant: what another library calls so, the same in another case, one that the name
 * is a part of, or one that differs in few letters.
 *
 * @param wrong What was written.
 * @param names What there is.
 * @returns The name; undefined where none is near.
 */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  const plain = plainName(wrong);
  const meanings = Object.entries(ELSEWHERE).find(([name]) => plainName(name) === plain)?.[1];
  const known = meanings?.find((name) => names.includes(name));
  if (known !== undefined) return known;
  const same = names.find((name) => plainName(name) === plain);
  if (same !== undefined) return same;
  const isPart = (name: string) => plain.length >= 4 && plainName(name).includes(plain);
  const [shortest] = names.filter(isPart).sort((a, b) => a.length - b.length);
  return shortest ?? fewestEdits(plain, names);
}

/** Letters alone, without what is often written in several ways: case, underscores, hamzas, the article. */
function plainName(name: string): string {
  const bare = name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ة", "ه").replaceAll("ى", "ي");
  return bare.split("_").map((word) => word.replace(/^ال(?=..)/, "")).join("");
}

function fewestEdits(plain: string, names: readonly string[]): string | undefined {
  // A third of the letters wrong is no longer a slip of the fingers.
  let least = Math.floor(plain.length / 3) + 1;
  let nearest: string | undefined;
  for (const name of names) {
    const count = edits(plain, plainName(name));
    if (count >= least) continue;
    least = count;
    nearest = name;
  }
  return nearest;
}

/** How many letters are to be put in, left out, replaced or swapped with the next (optimal string alignment). */
function edits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isEqual = from[row - 1] === to[column - 1];
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (isEqual ? 0 : 1),
        isSwapped ? beforeLast[column - 2]! + 1 : Infinity,
      ));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
