// Renders MDX from the standard input into HTML, with the parser and the admonitions that Docusaurus has.
import { readFileSync } from "node:fs";
import { evaluate } from "@mdx-js/mdx";
import remarkDirective from "remark-directive";

const VOID = new Set(["img", "br", "hr"]);
const escaped = (text) => String(text).replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
const text = (children) =>
  [children ?? []].flat(Infinity).map((one) => (one?.made ?? (typeof one === "string" ? escaped(one) : ""))).join("");

function jsx(type, { children, ...attributes }) {
  if (typeof type === "function") return type({ children, ...attributes });
  if (typeof type === "symbol") return { made: text(children) };
  const told = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  return { made: VOID.has(type) ? `<${type}${told}/>` : `<${type}${told}>${text(children)}</${type}>` };
}

function admonitions() {
  return function walk(node) {
    if (node.type === "containerDirective") node.data = { hName: "aside", hProperties: { class: node.name } };
    (node.children ?? []).forEach(walk);
  };
}

const page = await evaluate(readFileSync(0, "utf-8"), {
  Fragment: Symbol("fragment"), jsx, jsxs: jsx, remarkPlugins: [remarkDirective, admonitions],
});
process.stdout.write(`<div>${text(page.default({}))}</div>`);
