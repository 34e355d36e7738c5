// What can stand where the cursor is, from the words before it. Pure: no editor, no document.

export interface Schema {
  labels: readonly string[];
  types: readonly string[];
  properties: readonly string[];
}

export interface Suggestion {
  label: string;
  type: "class" | "property" | "keyword" | "function" | "method" | "variable" | "constant";
  detail?: string;
}

export interface Suggestions {
  /** How many characters before the cursor they replace. */
  typed: number;
  options: readonly Suggestion[];
}

export const EMPTY: Schema = { labels: [], types: [], properties: [] };

const KEYWORDS = [
  "MATCH", "OPTIONAL MATCH", "WHERE", "WITH", "RETURN", "ORDER BY", "LIMIT", "SKIP", "UNWIND", "UNION", "UNION ALL",
  "DISTINCT", "AS", "ASC", "DESC", "AND", "OR", "XOR", "NOT", "IN", "IS NULL", "IS NOT NULL", "STARTS WITH", "ENDS WITH",
  "CONTAINS", "CASE", "WHEN", "THEN", "ELSE", "END", "EXISTS", "COUNT", "COLLECT", "CALL", "YIELD", "SHORTEST", "ALL", "ANY",
  "NONE", "SINGLE", "true", "false", "null",
];

const FUNCTIONS = [
  "abs", "avg", "ceil", "coalesce", "collect", "count", "date", "datetime", "degrees", "duration", "duration.between",
  "duration.inDays", "elementId", "endNode", "exp", "floor", "head", "keys", "labels", "last", "left", "length", "log", "log10",
  "max", "min", "nodes", "percentileCont", "percentileDisc", "properties", "rand", "range", "relationships", "replace",
  "reverse", "right", "round", "sign", "size", "split", "sqrt", "startNode", "stDev", "substring", "sum", "tail", "toFloat",
  "toInteger", "toLower", "toString", "toUpper", "trim", "type", "gds.similarity.cosine", "gds.similarity.jaccard",
  "gds.similarity.overlap", "gds.similarity.pearson",
];

const PROCEDURES: readonly (readonly [string, string])[] = [
  ["db.labels()", "YIELD label"],
  ["db.relationshipTypes()", "YIELD relationshipType"],
  ["db.propertyKeys()", "YIELD propertyKey"],
  ["db.schema.visualization()", "YIELD nodes, relationships"],
  ["db.schema.nodeTypeProperties()", "YIELD nodeType, propertyName, propertyTypes"],
  ["db.schema.relTypeProperties()", "YIELD relType, propertyName, propertyTypes"],
  ["db.index.fulltext.queryNodes('people_text', $text)", "YIELD node, score"],
];

/** What may stand at the end of `before`, and how much of it is typed already. */
export function suggestions(before: string, schema: Schema): Suggestions | null {
  const code = withoutTexts(before);
  if (code === null) return null;
  const typed = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(code)?.[0] ?? "";
  const place = code.slice(0, code.length - typed.length);
  if (/\[[^\]]*[:|&!]\s*$/.test(place)) return offer(typed, schema.types, "constant");
  if (/\([^()]*[:|&!]\s*$/.test(place) || /\b[\p{L}_][\p{L}\p{N}_]*:$/u.test(place)) return offer(typed, schema.labels, "class");
  if (/[\p{L}\p{N}_)\]]\.$/u.test(place)) return offer(typed, schema.properties, "property");
  if (/[{,]\s*$/.test(place) && /\{[^}]*$/.test(place) && typed) return offer(typed, schema.properties, "property");
  if (/\$$/.test(place)) return null;
  if (/\bCALL\s+$/i.test(place)) {
    const options = PROCEDURES.map(([label, detail]) => ({ label, detail, type: "method" as const }));
    return { typed: typed.length, options };
  }
  if (!typed) return null;
  return {
    typed: typed.length,
    options: [
      ...variables(place).map((label) => ({ label, type: "variable" as const })),
      ...KEYWORDS.map((label) => ({ label, type: "keyword" as const })),
      ...FUNCTIONS.map((label) => ({ label, type: "function" as const })),
    ],
  };
}

function offer(typed: string, names: readonly string[], type: Suggestion["type"]): Suggestions {
  return { typed: typed.length, options: names.map((name) => ({ label: quoted(name), type })) };
}

/** A name as Cypher takes it: in backticks unless it is a plain word. */
export function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** The names that the query gives, such as `person` in `(person:User)`. */
export function variables(code: string): string[] {
  const found = new Set<string>();
  for (const match of code.matchAll(/[([]\s*([\p{L}_][\p{L}\p{N}_]*)\s*[:)\]{]|\bAS\s+([\p{L}_][\p{L}\p{N}_]*)/giu)) {
    const name = match[1] ?? match[2];
    if (name) found.add(name);
  }
  return [...found];
}

/** The code without quotations and comments; null when the cursor stands inside one. */
export function withoutTexts(code: string): string | null {
  const whole = /\/\/[^\n]*(\n|$)|\/\*[\s\S]*?(\*\/|$)|'(?:[^'\\]|\\.)*('|$)|"(?:[^"\\]|\\.)*("|$)/g;
  let inside = false;
  const bare = code.replace(whole, (_text, line?: string, block?: string, single?: string, double?: string) => {
    if ((line ?? block ?? single ?? double) === "") inside = true;
    return " ";
  });
  return inside ? null : bare;
}

/** The rows of /cypher/schema.json as a schema. */
export function schemaFrom(rows: readonly { kind: string; name: string }[]): Schema {
  const named = (kind: string): string[] => rows.filter((row) => row.kind === kind).map((row) => row.name);
  return { labels: named("label"), types: named("type"), properties: named("property") };
}
