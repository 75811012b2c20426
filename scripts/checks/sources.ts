import { relative } from "node:path";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { API } from "typescript/unstable/async";

/** One TypeScript file of the project. */
export interface Source {
  /** Its path from the root of the checkout, with `/` between names. */
  path: string;
  /** Its syntax tree. */
  tree: SourceFile;
}

const parsed = new Map<string, Promise<Source[]>>();

/**
 * Parses the TypeScript files of the project at a path, as its tsconfig.json lists them. The compiler marks its API as
 * unstable: the checks use no more of it than this function and the shapes of the syntax tree.
 *
 * What has been parsed is kept, for the next check.
 */
export function parseSources(root: string): Promise<Source[]> {
  const sources = parsed.get(root) ?? parse(root);
  parsed.set(root, sources);
  return sources;
}

async function parse(root: string): Promise<Source[]> {
  const api = new API({ cwd: root });
  try {
    const snapshot = await api.updateSnapshot({ openProjects: [`${root}/tsconfig.json`] });
    const project = snapshot.getProjects()[0];
    if (project === undefined) throw new Error(`There is no project at ${root}`);
    return await Promise.all(project.rootFiles.map(async (file) => {
      const tree = await project.program.getSourceFile(file);
      if (tree === undefined) throw new Error(`The compiler does not show ${file}`);
      return { path: relative(root, file).replaceAll("\\", "/"), tree };
    }));
  } finally {
    await api.close();
  }
}

/** Says where in the project a piece of syntax stands, as `net/request.ts:12`. */
export function place({ path, tree }: Source, node: Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

/** Goes over a piece of syntax and all that is inside it, in the order in which it is written. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* descendants(child);
}

/** The module in whose folder a file stands, such as `"net"`; undefined for files of no folder. */
export function moduleOf(path: string): string | undefined {
  const end = path.indexOf("/");
  return end < 0 ? undefined : path.slice(0, end);
}
