import {
  isCallExpression,
  isClassDeclaration,
  isComputedPropertyName,
  isConstructorDeclaration,
  isFunctionDeclaration,
  isFunctionLikeDeclaration,
  isIdentifier,
  isJSDocParameterTag,
  isMethodDeclaration,
  isPrivateIdentifier,
  isPropertyAccessExpression,
  isThrowStatement,
  ModifierFlags,
  type Node,
  type ParameterDeclaration,
  type TypeNode,
} from "typescript/unstable/ast";
import { modules } from "./files.ts";
import type { Outcome } from "./outcome.ts";
import { hasTag, type PublicExport, publicExports, tagsOf } from "./public_exports.ts";
import { parseSources, place, type Source } from "./sources.ts";

/** A public function, method or constructor. */
interface PublicFunction {
  name: string;
  source: Source;
  node: Node;
  parameters: readonly ParameterDeclaration[];
  result: TypeNode | undefined;
  body: Node | undefined;
}

/**
 * The docs of every public function, method and constructor name each parameter, what is returned unless that is
 * nothing, and that it throws where its body does, see `throws`. Of overloads, the first has it all.
 */
export async function docsAreWhole(root: string): Promise<Outcome> {
  const sources = new Map((await parseSources(root)).map((source) => [source.path, source]));
  const entryPoints = modules.flatMap((name) => [`${name}/mod.ts`, `${name}/ar.ts`]);
  const functions = new Map<Node, PublicFunction>();
  for (const exported of entryPoints.flatMap((path) => publicExports(sources, path))) {
    for (const found of functionsOf(exported)) functions.set(found.node, found);
  }
  const groups = Map.groupBy(functions.values(), ({ source, name }) => `${source.path} ${name}`);
  return { seen: groups.size, what: "functions", problems: [...groups.values()].flatMap(problemsOf) };
}

function functionsOf({ node, source, name }: PublicExport): PublicFunction[] {
  if (isFunctionDeclaration(node)) {
    return [{ name, source, node, parameters: node.parameters, result: node.type, body: node.body }];
  }
  if (!isClassDeclaration(node)) return [];
  return node.members.flatMap((member) => {
    const isConstructor = isConstructorDeclaration(member);
    if (!isConstructor && !isMethodDeclaration(member)) return [];
    const isHidden = (member.modifierFlags & (ModifierFlags.Private | ModifierFlags.Protected)) !== 0 ||
      hasTag(member, "internal");
    if (isHidden || (!isConstructor && (isComputedPropertyName(member.name) || isPrivateIdentifier(member.name)))) {
      return [];
    }
    const { parameters, body } = member;
    const memberName = isConstructor ? `new ${name}` : `${name}.${member.name.getText(source.tree)}`;
    return [{
      name: memberName,
      source,
      node: member,
      parameters,
      result: isConstructor ? undefined : member.type,
      body,
    }];
  });
}

/** What is missing from the docs of a function, which has several declarations if it is overloaded. */
function problemsOf(overloads: readonly PublicFunction[]): string[] {
  const { name, source, node, parameters, result } = overloads[0]!;
  const named = new Set(tagsOf(node).filter(isJSDocParameterTag).map((tag) => tag.name.getText(source.tree)));
  const missing = parameters.filter((parameter, index) =>
    isIdentifier(parameter.name) ? !named.has(parameter.name.text) : named.size <= index
  ).map((parameter) => `@param ${parameter.name.getText(source.tree)}`);
  if (returnsSomething(source, result) && !hasTag(node, "returns")) missing.push("@returns");
  if (
    overloads.some(({ body }) => body && throws(body, source)) && !overloads.some((it) => hasTag(it.node, "throws"))
  ) {
    missing.push("@throws");
  }
  return missing.map((what) => `${place(source, node)}: ${name}() has no ${what}`);
}

function returnsSomething(source: Source, result: TypeNode | undefined): boolean {
  return result !== undefined &&
    !/^(?:Promise<)?(?:void|undefined|never|this)>?$|^asserts /.test(result.getText(source.tree));
}

/**
 * Whether a body throws by itself, or does what may: checks an argument, reads Arabic options, loads the file that does
 * the work, or calls a function of its own file that does so. What functions inside it do may happen later.
 */
function throws(node: Node, source: Source, seen: ReadonlySet<Node> = new Set()): boolean {
  if (isThrowStatement(node)) return true;
  if (isCallExpression(node)) {
    const { expression } = node;
    if (isIdentifier(expression)) {
      if (/^check[A-Z]/.test(expression.text)) return true;
      const called = localFunction(source, expression.text);
      if (called !== undefined && !seen.has(called) && throws(called, source, new Set([...seen, called]))) return true;
    } else if (isPropertyAccessExpression(expression) && /^(?:load|english)$/.test(expression.name.text)) return true;
  }
  return node.forEachChild((child) =>
    (!isFunctionLikeDeclaration(child) && throws(child, source, seen)) || undefined
  ) ??
    false;
}

/** The body of the function of a file that has that name. */
function localFunction({ tree }: Source, name: string): Node | undefined {
  for (const statement of tree.statements) {
    if (isFunctionDeclaration(statement) && statement.name?.text === name && statement.body) return statement.body;
  }
  return undefined;
}
