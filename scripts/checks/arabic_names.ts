import {
  type ClassElement,
  isCallExpression,
  isClassDeclaration,
  isComputedPropertyName,
  isConstructorDeclaration,
  isExportDeclaration,
  isImportDeclaration,
  isNamedExports,
  isNamedImports,
  isPrivateIdentifier,
  ModifierFlags,
  SyntaxKind,
} from "typescript/unstable/ast";
import { modules } from "./files.ts";
import type { Outcome } from "./outcome.ts";
import { hasTag, type PublicExport, publicExports } from "./public_exports.ts";
import { descendants, parseSources, place, type Source } from "./sources.ts";

/**
 * Every function, class, constant and options interface that a module exports is mapped by its `ar.ts` or the files of its
 * `arabic` folder, the members of its classes too, and what `ar.ts` exports has an Arabic name. That a table of options or members is complete, types
 * check; here it is checked that there is one.
 */
export async function arabicNames(root: string): Promise<Outcome> {
  const sources = new Map((await parseSources(root)).map((source) => [source.path, source]));
  let seen = 0;
  const problems = modules.flatMap((name) => {
    const entry = sources.get(`${name}/ar.ts`);
    if (entry === undefined) return [];
    const arabic = [entry, ...[...sources.values()].filter(({ path }) => path.startsWith(`${name}/arabic/`))];
    // What a module hands on of another, as the errors that it throws, is checked there.
    const english = publicExports(sources, `${name}/mod.ts`).filter(({ source }) => source.path.startsWith(`${name}/`));
    seen += english.length;
    return [...unmapped(arabic, english), ...withoutMembers(arabic, english), ...notArabic(sources, entry.path)];
  });
  return { seen, what: "public names", problems };
}

function unmapped(arabic: readonly Source[], english: readonly PublicExport[]): string[] {
  const { values, types } = namesTaken(arabic);
  const isMapped = ({ name, isValue }: PublicExport) =>
    values.has(name) || (!isValue && (types.has(name) || !name.endsWith("Options")));
  return english.filter((it) => !isMapped(it)).map((it) =>
    `${place(it.source, it.node)}: ${arabic[0]!.path} has no Arabic name for ${it.name}`
  );
}

/** The English names that files import or re-export, as values or only as types. */
function namesTaken(files: readonly Source[]): { values: Set<string>; types: Set<string> } {
  const taken = { values: new Set<string>(), types: new Set<string>() };
  for (const statement of files.flatMap(({ tree }) => [...tree.statements])) {
    const isTypeOnly = isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === SyntaxKind.TypeKeyword
      : isExportDeclaration(statement) && statement.isTypeOnly;
    const names = isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : isExportDeclaration(statement)
      ? statement.exportClause
      : undefined;
    if (names === undefined || !(isNamedImports(names) || isNamedExports(names))) continue;
    for (const element of names.elements) {
      taken[isTypeOnly || element.isTypeOnly ? "types" : "values"].add((element.propertyName ?? element.name).text);
    }
  }
  return taken;
}

/** Classes with members of their own for which the files have no `arabicMembers` table. */
function withoutMembers(arabic: readonly Source[], english: readonly PublicExport[]): string[] {
  const targets = new Set<string>();
  for (const { tree } of arabic) {
    for (const node of descendants(tree)) {
      if (!isCallExpression(node) || !node.expression.getText(tree).startsWith("arabicMembers<")) continue;
      const target = node.arguments[0]?.getText(tree);
      if (target !== undefined) targets.add(target);
    }
  }
  return english.flatMap(({ name, node, source }) => {
    if (!isClassDeclaration(node)) return [];
    const own = node.members.filter(isPublicMember);
    const wanted = [
      ...(own.some((member) => !isStatic(member)) ? [`${name}.prototype`] : []),
      ...(own.some(isStatic) ? [name] : []),
    ];
    return wanted.filter((target) => !targets.has(target)).map((target) =>
      `${place(source, node)}: ${arabic[0]!.path} gives ${target} no Arabic members`
    );
  });
}

/** Whether a member of a class needs an Arabic name: not what the language calls, nor what is the class's own. */
function isPublicMember(member: ClassElement): boolean {
  if (member.kind === SyntaxKind.ClassStaticBlockDeclaration || member.kind === SyntaxKind.SemicolonClassElement) {
    return false;
  }
  if (isConstructorDeclaration(member) || hasTag(member, "internal")) return false;
  const { name } = member as { name?: Parameters<typeof isComputedPropertyName>[0] };
  if (name === undefined || isComputedPropertyName(name) || isPrivateIdentifier(name)) return false;
  return (flags(member) & (ModifierFlags.Private | ModifierFlags.Protected | ModifierFlags.Override)) === 0;
}

function isStatic(member: ClassElement): boolean {
  return (flags(member) & ModifierFlags.Static) !== 0;
}

function flags(member: ClassElement): ModifierFlags {
  return (member as { modifierFlags?: ModifierFlags }).modifierFlags ?? ModifierFlags.None;
}

function notArabic(sources: ReadonlyMap<string, Source>, path: string): string[] {
  return publicExports(sources, path).filter(({ name }) => !/\p{Script=Arabic}/u.test(name))
    .map(({ name }) => `${path}: exports ${name}, which is not an Arabic name`);
}
