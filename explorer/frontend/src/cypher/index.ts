// The bench's editor. The form works without it: it writes into the same field.
import { autocompletion, completionKeymap, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { cypher } from "@codemirror/legacy-modes/mode/cypher";
import { lintKeymap, linter, type Diagnostic } from "@codemirror/lint";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { EMPTY, type Schema, schemaFrom, suggestions } from "./complete.ts";
import { type Told, marked } from "./problems.ts";

// Colours by the page's own names, so that they follow its theme.
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.standard(tags.variableName), tags.function(tags.variableName)], color: "var(--code-function)" },
  { tag: tags.variableName, color: "var(--text)" },
]);

const LOOK = EditorView.theme({
  "&": { fontSize: "0.875rem", backgroundColor: "var(--bg)", color: "var(--text)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "32rem" },
  ".cm-content, .cm-gutters": { minHeight: "11rem" },
  ".cm-content": { caretColor: "var(--text)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", borderRight: "1px solid var(--rule)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--code-selected)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--raised)", outline: "1px solid var(--control)" },
  ".cm-tooltip": { backgroundColor: "var(--bg)", color: "var(--text)", border: "1px solid var(--control)", borderRadius: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "inherit" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", maxWidth: "60ch" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
});

interface Explained {
  diagnostics?: Told[];
}

async function asked<Shape>(address: string, body?: Record<string, string>): Promise<Shape> {
  const options: RequestInit = body
    ? { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) }
    : { headers: { Accept: "application/json" } };
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`the site answered ${response.status}`);
  return (await response.json()) as Shape;
}

class Completion {
  #schema: Schema = EMPTY;

  async learn(address: string): Promise<void> {
    try {
      this.#schema = schemaFrom((await asked<{ rows: { kind: string; name: string }[] }>(address)).rows);
    } catch {
      // Without the graph's names the language's own are still completed.
    }
  }

  at(context: CompletionContext): CompletionResult | null {
    const found = suggestions(context.state.sliceDoc(0, context.pos), this.#schema);
    if (!found) return null;
    return { from: context.pos - found.typed, options: [...found.options], validFor: /^[\p{L}\p{N}_]*$/u };
  }
}

async function problems(view: EditorView, address: string, parameters: () => string): Promise<Diagnostic[]> {
  const text = view.state.doc.toString();
  if (!text.trim()) return [];
  try {
    const told = await asked<Explained>(address, { q: text, params: parameters() });
    return (told.diagnostics ?? []).map((one) => marked(text, one));
  } catch {
    // The bench is busy or away: then nothing is said of the query.
    return [];
  }
}

function open(field: HTMLTextAreaElement): void {
  const form = field.form as HTMLFormElement;
  const parameters = (): string => form.querySelector<HTMLTextAreaElement>("[name=params]")?.value ?? "";
  const completion = new Completion();
  void completion.learn(field.dataset["schema"] ?? "");
  // In a shadow root the editor's styles are sheets of its own: the policy forbids inline ones.
  const box = document.createElement("div");
  box.className = "editor";
  field.after(box);
  const root = box.attachShadow({ mode: "open" });
  const run = (): boolean => {
    form.requestSubmit();
    return true;
  };
  const view = new EditorView({
    doc: field.value,
    root,
    parent: root,
    extensions: [
      // Before the usual keys: these take Ctrl+Enter for a new line.
      keymap.of([{ key: "Mod-Enter", run }, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightSpecialChars(),
      bracketMatching(),
      StreamLanguage.define(cypher),
      syntaxHighlighting(COLOURS),
      autocompletion({ icons: false, override: [(context) => completion.at(context)] }),
      linter((shown) => problems(shown, field.dataset["explain"] ?? "", parameters), { delay: 700 }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Cypher", spellcheck: "false", autocapitalize: "off" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
      }),
      LOOK,
    ],
  });
  field.hidden = true;
  document.querySelector<HTMLLabelElement>(`label[for="${field.id}"]`)?.addEventListener("click", () => view.focus());
  // For tests: the editor, to be typed into as a person would.
  Object.defineProperty(box, "view", { value: view });
  document.documentElement.dataset["editor"] = "ready";
}

const field = document.querySelector<HTMLTextAreaElement>("[data-editor]");
if (field) open(field);
