// Where in the text a problem is that the database told of. Pure.

export interface Told {
  message: string;
  severity: "error" | "warning";
  line?: number | null;
  column?: number | null;
}

export interface Marked {
  from: number;
  to: number;
  message: string;
  severity: "error" | "warning";
}

/** The word at the place that is told, or the first line when none is. */
export function marked(text: string, told: Told): Marked {
  const { message, severity } = told;
  const lines = text.split("\n");
  if (!told.line || !told.column || told.line > lines.length) {
    return { from: 0, to: Math.max(lines[0]?.length ?? 0, 0), message, severity };
  }
  const before = lines.slice(0, told.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const from = Math.min(before + told.column - 1, text.length);
  const word = /^[\p{L}\p{N}_]+|^\S/u.exec(text.slice(from))?.[0] ?? "";
  return { from, to: Math.min(from + Math.max(word.length, 1), text.length), message, severity };
}
