import {
  isClassDeclaration,
  isExportDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isJSDoc,
  isNamedExports,
  isTypeAliasDeclaration,
  isVariableStatement,
  type JSDocTag,
  ModifierFlags,
  type Node,
} from "typescript/unstable/ast";
import { posix } from "node:path";
import type { Source } from "./sources.ts";

/** One declaration that users can import; a function with overloads has several. */
export interface PublicExport {
  /** Its name. */
  name: string;
  /** Whether it is there at run time. */
  isValue: boolean;
  /** The declaration. */
  node: Node;
  /** The file that it is in. */
  source: Source;
}

/** Lists what an entry point exports, through its `export *` lines, without what is marked `@internal`. */
export function publicExports(sources: ReadonlyMap<string, Source>, path: string): PublicExport[] {
  const source = sources.get(path);
  if (source === undefined) return [];
  return source.tree.statements.flatMap((statement) => {
    if (isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
      const specifier = statement.moduleSpecifier.getText(source.tree).slice(1, -1);
      if (!specifier.startsWith(".")) return [];
      const exported = publicExports(sources, posix.join(posix.dirname(path), specifier));
      return statement.exportClause === undefined ? exported : renamed(statement.exportClause, exported);
    }
    return isExported(statement) && !hasTag(statement, "internal") ? declarations(statement, source) : [];
  });
}

/** `export { a as b } from …` and `export { a } from …`; a namespace is left out, as it holds what is exported anyway. */
function renamed(clause: Node, exported: readonly PublicExport[]): PublicExport[] {
  if (!isNamedExports(clause)) return [];
  return clause.elements.flatMap(({ name, propertyName }) =>
    exported.filter((it) => it.name === (propertyName ?? name).text).map((it) => ({ ...it, name: name.text }))
  );
}

function declarations(statement: Node, source: Source): PublicExport[] {
  const one = (node: Node, name: Node | undefined, isValue: boolean): PublicExport[] =>
    name !== undefined && isIdentifier(name) ? [{ name: name.text, isValue, node, source }] : [];
  if (isFunctionDeclaration(statement) || isClassDeclaration(statement)) return one(statement, statement.name, true);
  if (isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement)) {
    return one(statement, statement.name, false);
  }
  if (!isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => one(statement, declaration.name, true));
}

function isExported(node: Node): boolean {
  return "modifierFlags" in node && ((node.modifierFlags as ModifierFlags) & ModifierFlags.Export) !== 0;
}

/** The tags of the doc comment right before a declaration. */
export function tagsOf(node: Node): readonly JSDocTag[] {
  const doc = node.jsDoc?.findLast(isJSDoc);
  return doc?.tags ?? [];
}

/** Whether the doc comment of a declaration has a tag. */
export function hasTag(node: Node, name: string): boolean {
  return tagsOf(node).some((tag) => tag.tagName.text === name);
}
