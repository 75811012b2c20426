import { withSignal } from "../../internal/signals.ts";
import { checkInteger, checkOptions, checkText, type OptionNames } from "../../internal/validate.ts";
import type { GzipFileOptions } from "../gzip_file.ts";
import { Meter } from "./progress.ts";
import { CHUNK_BYTES, SourceFile } from "./source_file.ts";
import { TargetFile } from "./target_file.ts";
import { WRITE_OPTIONS, type WriteOptions } from "./write_options.ts";
import { loadZlib } from "./zlib.ts";

const optionNames: OptionNames<GzipFileOptions> = {
  output: true,
  level: true,
  ...WRITE_OPTIONS,
};

/** Compresses a file; gives the path of the result. */
export async function gzip(path: string, options: GzipFileOptions): Promise<string> {
  checkText("path", path);
  checkOptions(options, optionNames);
  const { output = `${path}.gz`, level = 6, overwrite, onProgress } = options;
  checkText("output", output);
  checkInteger("level", level, { max: 9 });
  return await withSignal(options.signal, (signal) => compress({ path, output, level, overwrite, onProgress, signal }));
}

/** What is compressed, and how. */
interface Compression extends WriteOptions {
  path: string;
  output: string;
  level: number;
}

async function compress({ path, output, level, overwrite, onProgress, signal }: Compression): Promise<string> {
  const { createGzip, pipeline } = await loadZlib();
  await using source = await SourceFile.open(path);
  await using target = await TargetFile.create(output, { overwrite, mode: source.mode });
  const meter = new Meter(source.size, onProgress);
  await pipeline(
    source.chunks(meter, signal),
    // The runtimes' default chunk of 16 KiB costs up to a third of the speed.
    createGzip({ level, chunkSize: CHUNK_BYTES }),
    async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) await target.write(chunk);
    },
  );
  await target.commit();
  return output;
}
