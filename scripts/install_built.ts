import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./checks/command.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Builds what is published and makes a folder a project that has installed it, without a registry: the package is
 * copied and its dependencies are links to ours.
 *
 * @param project The folder; what was built stands in its `dist`.
 * @param args Further arguments of the build.
 * @throws {Error} If the build fails, with what it printed.
 */
export async function installBuilt(project: string, args: readonly string[] = []): Promise<void> {
  const node = join(root, "node_modules/node26/bin/node");
  const build = ["scripts/build.ts", "--out", join(project, "dist"), ...args];
  const { code, output } = await run(root, node, build);
  if (code !== 0) throw new Error(`The package cannot be built:\n${output}`);
  const installed = join(project, "node_modules/@maktaba/std");
  await rm(join(project, "node_modules"), { recursive: true, force: true });
  await cp(join(project, "dist/npm"), installed, { recursive: true });
  const { dependencies } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), "@types/node", "undici-types"]) {
    const link = join(project, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    // Relative, so that nothing on the way to a package's files names this machine.
    await symlink(relative(dirname(link), join(root, "node_modules", name)), link, "dir");
  }
  const manifest = { type: "module", dependencies: { "@maktaba/std": "*", ...dependencies } };
  await writeFile(join(project, "package.json"), JSON.stringify(manifest));
}
