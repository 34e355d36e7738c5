// What the editor completes and marks, without a browser. Run with "npm test".
import assert from "node:assert/strict";
import { test } from "node:test";
import { quoted, schemaFrom, suggestions, variables, withoutTexts } from "../src/cypher/complete.ts";
import { marked } from "../src/cypher/problems.ts";

const SCHEMA = schemaFrom([
  { kind: "label", name: "User" },
  { kind: "label", name: "Odd name" },
  { kind: "type", name: "ATTENDS_TO" },
  { kind: "property", name: "handle" },
]);

function offered(before: string): string[] {
  return suggestions(before, SCHEMA)?.options.map((option) => option.label) ?? [];
}

test("after a colon in a node stand labels, in a relationship types, after a dot properties", () => {
  assert.deepEqual(offered("MATCH (n:"), ["User", "`Odd name`"]);
  assert.deepEqual(offered("MATCH (n:User)-[r:AT"), ["ATTENDS_TO"]);
  assert.deepEqual(offered("MATCH (n:User) RETURN n.ha"), ["handle"]);
  assert.deepEqual(offered("MATCH (n:User {ha"), ["handle"]);
});

test("a word may be a keyword, a function or a name that the query gave", () => {
  const found = offered("MATCH (person:User) RETURN p");
  assert.ok(found.includes("person") && found.includes("percentileCont"));
  assert.ok(offered("M").includes("MATCH"));
  assert.ok(offered("CALL ").some((label) => label.startsWith("db.labels")));
  assert.deepEqual(offered("MATCH (n) "), []);
  assert.deepEqual(offered("MATCH (n {id: $"), []);
});

test("nothing is completed inside a text or a comment", () => {
  assert.deepEqual(offered("RETURN 'M"), []);
  assert.deepEqual(offered('RETURN "M'), []);
  assert.deepEqual(offered("// M"), []);
  assert.deepEqual(offered("/* M"), []);
  assert.equal(withoutTexts("RETURN 'it\\'s' + \"x\" // no\nM"), "RETURN   +    M");
});

test("what replaces the typed part begins where it begins", () => {
  assert.equal(suggestions("MATCH (n:Us", SCHEMA)?.typed, 2);
  assert.equal(suggestions("MATCH (n:", SCHEMA)?.typed, 0);
});

test("names are quoted where they must be, and found where they are given", () => {
  assert.equal(quoted("a`b"), "`a``b`");
  assert.equal(quoted("Имя"), "Имя");
  assert.deepEqual(variables("MATCH (a:User)-[r]->(b) WITH count(*) AS n"), ["a", "r", "b", "n"]);
});

test("a problem is marked at its word, on its line, and inside the text", () => {
  const text = "MATCH (n)\nRETRN n";
  const told = { message: "no", severity: "error" as const };
  assert.deepEqual(marked(text, { ...told, line: 2, column: 1 }), { ...told, from: 10, to: 15 });
  assert.deepEqual(marked(text, told), { ...told, from: 0, to: 9 });
  assert.deepEqual(marked("x", { ...told, line: 1, column: 9 }), { ...told, from: 1, to: 1 });
});
