import { posix } from "node:path";
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isStringLiteralLikeNode,
  type Node,
  SyntaxKind,
} from "typescript/unstable/ast";
import { descendants, type Source } from "./sources.ts";

/** One import or re-export of a file. */
export interface Import {
  /** Where it stands. */
  node: Node;
  /** The expression that names what is imported. */
  name: Node | undefined;
  /** What it names, such as `"../errors/mod.ts"`; undefined if that is computed. */
  specifier: string | undefined;
  /** The file of the project that it names, as a path from the root; undefined for packages. */
  target: string | undefined;
  /** Whether nothing of it is left once types are erased. */
  isType: boolean;
  /** Whether it is an `import()`. */
  isDynamic: boolean;
}

/** Lists what a file imports and re-exports. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  for (const node of descendants(source.tree)) {
    if (isImportDeclaration(node)) {
      const isType = node.importClause?.phaseModifier === SyntaxKind.TypeKeyword;
      found.push(describe(source, node, node.moduleSpecifier, isType, false));
    } else if (isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      found.push(describe(source, node, node.moduleSpecifier, node.isTypeOnly, false));
    } else if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) {
      found.push(describe(source, node, node.arguments[0], false, true));
    }
  }
  return found;
}

function describe(source: Source, node: Node, name: Node | undefined, isType: boolean, isDynamic: boolean): Import {
  const specifier = name !== undefined && isStringLiteralLikeNode(name) ? name.text : undefined;
  const target = specifier?.startsWith(".") ? posix.join(posix.dirname(source.path), specifier) : undefined;
  return { node, name, specifier, target, isType, isDynamic };
}

/** The package that a specifier names: `mysql2` for `"mysql2/promise"`, `node:fs` for itself. */
export function packageOf(specifier: string): string {
  const names = specifier.split("/");
  if (specifier.startsWith("node:")) return specifier;
  return names.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
