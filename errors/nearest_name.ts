/**
 * What somebody meant who wrote a name that does not exist.
 *
 * @internal
 * @module
 */

import { editDistance } from "./edit_distance.ts";

/** What other libraries call options that have another name here; the first that there is counts. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  adapter: ["transport"],
  agent: ["proxy", "tls"],
  baseURL: ["baseUrl"],
  chunkSize: ["chunkBytes", "partBytes"],
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
    const count = editDistance(plain, plainName(name));
    if (count >= least) continue;
    least = count;
    nearest = name;
  }
  return nearest;
}
