// One arrow: how often, in what way, on what, how fast, and both ways.
import { day, element, facts, link, name, number } from "./dom.ts";

export interface Act {
  at: string | null;
  kind: string;
  post_text: string | null;
  answer_text: string | null;
}

export interface Card {
  influencer: string;
  influencer_handle: string;
  influencer_name: string | null;
  influenced: string;
  influenced_handle: string;
  influenced_name: string | null;
  weight: number;
  share: number | null;
  acts: number;
  kinds: { kind: string; acts: number }[];
  topics: { id: string; name: string; acts: number }[];
  delay_hours: number | null;
  delays: number;
  back_weight: number | null;
  back_acts: number | null;
  first: string | null;
  last: string | null;
  newest: Act[];
}

const WORDS: Record<string, string> = {
  REPOSTED: "reposted",
  QUOTED: "quoted",
  REPLIED_TO: "answered",
  MENTIONED: "named",
  LIKED: "liked",
  ADOPTED: "adopted after",
};
const TEXT = 220;

/** A time in hours as it is said: "12 min", "3.5 h", "2 days". */
export function spoken(hours: number | null): string {
  if (hours === null) return "–";
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  if (hours < 48) return `${Number(hours.toFixed(1))} h`;
  return `${Math.round(hours / 24)} days`;
}

export function arrowFace(card: Card, topic: string): Node[] {
  const heading = element("h2");
  heading.append(
    name(card.influencer_name || card.influencer_handle),
    " influences ",
    name(card.influenced_name || card.influenced_handle),
  );
  const back = card.back_acts ? `${card.back_acts} back, ${number(card.back_weight, 2)}` : "none";
  const kinds = card.kinds.map(({ kind, acts }) => `${WORDS[kind] ?? kind} ${acts}`).join(", ");
  const told: [string, string][] = [
    ["Acts", number(card.acts, 0)],
    ["Weight", number(card.weight, 2)],
    ["Of their attention", card.share === null ? "–" : `${Math.round(100 * card.share)}%`],
    ["The other way", back],
    ["Median delay", card.delays > 0 ? spoken(card.delay_hours) : "–"],
    ["First", day(card.first)],
    ["Last", day(card.last)],
  ];
  const query = new URLSearchParams({ influencer: card.influencer, influenced: card.influenced, topic });
  return [
    heading,
    element("p", kinds, "small"),
    facts(told),
    ...topicsOf(card),
    ...newest(card),
    link("All of it", `/graph/arrow?${query}`, "small"),
  ];
}

function topicsOf({ topics }: Card): Node[] {
  if (topics.length === 0) return [];
  const list = element("ul", "", "tags");
  for (const one of topics) {
    const entry = element("li");
    const tag = element("span", "", "tag");
    tag.append(name(one.name), element("span", String(one.acts), "muted"));
    entry.append(tag);
    list.append(entry);
  }
  return [element("h3", "On"), list];
}

function newest({ newest }: Card): Node[] {
  const list = element("ul", "", "posts");
  for (const act of newest) {
    const text = act.answer_text || act.post_text;
    if (!text) continue;
    const entry = element("li");
    const quote = element("blockquote", text.length > TEXT ? `${text.slice(0, TEXT)}…` : text);
    quote.dir = "auto";
    entry.append(element("p", `${WORDS[act.kind] ?? act.kind}, ${day(act.at)}`, "meta"), quote);
    list.append(entry);
  }
  return list.children.length > 0 ? [element("h3", "Newest"), list] : [];
}
