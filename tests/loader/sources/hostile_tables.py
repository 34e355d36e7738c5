"""Edge lists, people, posts and topic trees in each of their formats, to be spoilt."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any

from loader.records import Record
from tests.loader.sources.hostile import LONG, TEXTS, Kept, Outcome, Told
from tests.loader.sources.hostile_formats import (
    LONGEST_CELL,
    Packed,
    arrow_file,
    csv_quirk,
    delimited,
    elements,
    is_unicode,
    is_xml,
    json_array,
    jsonl,
    parquet_file,
    xml_text,
)
from tests.loader.sources.hostile_frame import Family, Field, Row

AT = "2024-03-01T12:00:00Z"


def act(number: int, who: str = "p") -> Row:
    return {
        "who": f"{who}{number}", "whom": "q", "kind": "like", "when": AT, "topics": "bread",
        "post": "p1", "via": "v1", "count": "1",
    }  # fmt: skip


def person(number: int, who: str = "p") -> Row:
    return {
        "id": f"{who}{number}", "handle": "h", "name": "N", "bio": "B", "url": "U",
        "followers": "1", "following": "2", "created_at": AT,
    }  # fmt: skip


def post(number: int, who: str = "p") -> Row:
    return {
        "id": f"{who}{number}", "author": "a", "at": AT, "text": "T", "lang": "en", "url": "U",
        "topics": "bread",
    }  # fmt: skip


def topic(number: int, who: str = "p") -> Row:
    return {"slug": f"{who}{number}", "name": "", "parent": "", "synonyms": ""}


def good(row: Any) -> Any:
    return lambda number: row(number, "good")


def mark(record: Record) -> int | None:
    """The number of a good act, person, post or topic."""
    id_ = getattr(record, "who", None) or getattr(record, "id", None) or getattr(record, "tag", "")
    found = re.fullmatch(r"(?:edges:)?good(\d+)", id_)
    return int(found[1]) if found else None


def _of(attribute: str) -> Any:
    def kept(records: list[Record]) -> object:
        value = getattr(records[0], attribute)
        return value.removeprefix("edges:") if isinstance(value, str) else value

    return kept


def _kind(value: Any) -> Outcome:
    blank = value is None or (isinstance(value, str) and not value.strip())
    return Told("is empty" if blank else "is no kind")


def _synonyms(value: Any) -> Outcome | None:
    """Synonyms are texts no longer than an id, separated by '|'."""
    if not isinstance(value, str) or "|" in value:
        return None
    (text,) = (one.text.value for one in TEXTS if one.value == value)
    return LONG if len(str(text)) > 200 else Kept((text,) if text else ())


ACT = (
    Field("who", "id", _of("who")),
    Field("whom", "id", _of("whom")),
    Field("kind", _kind, _of("kind")),
    Field("when", "time", _of("at")),
    Field("topics", "tag", _of("topics")),
    Field("post", "optional id", _of("post")),
    Field("via", "optional id", _of("via")),
    Field("count", "count", _of("count")),
)
PERSON = (
    Field("id", "id", _of("id")),
    Field("handle", "optional id", _of("handle")),
    Field("name", "text", _of("name")),
    Field("bio", "text", _of("bio")),
    Field("url", "text", _of("url")),
    Field("followers", "number", _of("followers")),
    Field("following", "number", _of("following")),
    Field("created_at", "time", _of("created_at")),
)
POST = (
    Field("id", "id", _of("id")),
    Field("author", "id", _of("author")),
    Field("at", "time", _of("at")),
    Field("text", "text", _of("text")),
    Field("lang", "text", _of("lang")),
    Field("url", "text", _of("url")),
    Field("topics", "tag", _of("topics")),
)
TOPIC = (
    Field("synonyms", _synonyms, _of("synonyms")),
    Field("parent", lambda _: None, _of("parents")),
    Field("name", lambda _: None, _of("name")),
)
_GEXF = {"who": "source", "whom": "target", "when": "start", "count": "weight", "kind": "kind"}
_TITLES = {"who": "source", "whom": "target"}
LINK = tuple(replace(one, title=_TITLES.get(one.name, "")) for one in ACT)
EDGE = tuple(
    replace(one, title={**_GEXF, "when": "timestamp"}[one.name]) for one in ACT if one.name in _GEXF
)


def gexf(rows: list[Row]) -> Packed:
    head = '<gexf><graph defaultedgetype="directed" timeformat="dateTime"><edges>\n'
    named = [{new: row[name] for name, new in _GEXF.items()} for row in rows]
    data, lines = elements(head, "edge", "</edges></graph></gexf>", named)
    return data, lines


def graphml(rows: list[Row]) -> Packed:
    """Edges whose attributes are elements of their own, as GraphML has them."""
    keys = [name for name in rows[0] if name not in ("who", "whom")]
    head = ["<graphml>", *(f'<key id="{k}" for="edge" attr.name="{k}"/>' for k in keys), "<graph>"]
    told = [
        f"<edge source={xml_text(row['who'])} target={xml_text(row['whom'])}>"
        + "".join(f'<data key="{key}">{xml_text(row[key])[1:-1]}</data>' for key in keys)
        + "</edge>"
        for row in rows
    ]
    text = "\n".join([*head, *told, "</graph></graphml>"])
    return text.encode(), [len(head) + 1 + number for number in range(len(told))]


def _fits_graphml(value: Any) -> bool:
    return is_xml(value) and len(value) <= LONGEST_CELL


_WHOLE = {"topics_separator": "none"}
_ACTS = {"beside": {"acts.csv": "who,whom,kind\na,b,like\n"}}
_family = partial(Family, "edges", mark=mark)
acts = partial(_family, line=act, good=good(act), fields=ACT, options=_WHOLE)
people = partial(
    _family, line=person, good=good(person), fields=PERSON, as_option="people", **_ACTS
)
posts = partial(
    _family, line=post, good=good(post), fields=POST, as_option="posts", options=_WHOLE, **_ACTS
)
topics = partial(Family, "taxonomy", mark=mark, line=topic, good=good(topic), fields=TOPIC)


def dump(rows: list[Row]) -> Packed:
    """A table of Stack Exchange's dumps."""
    return elements("<rows>\n", "row", "</rows>", rows)


def member(number: int) -> Row:
    return {"Id": str(number + 1), "DisplayName": "N", "CreationDate": AT}


def question(number: int) -> Row:
    return {**member(number), "PostTypeId": "1", "OwnerUserId": "5", "Title": "T"}


def _dump_mark(record: Record) -> int | None:
    found = re.fullmatch(r"sums:9(\d{6})", getattr(record, "id", ""))
    return int(found[1]) if found else None


def _number(value: Any) -> Outcome:
    """An id is a whole number, in one spelling, that 64 bits hold."""
    bare = value.strip()
    plain = re.fullmatch(r"-?[0-9]{1,18}", bare)
    return Kept(f"sums:{int(bare)}") if plain else Told("is ")


def _owner(value: Any) -> Outcome | None:
    """The id of a person; of nobody where it is empty or -1, which is counted and said."""
    return None if value.strip() in ("", "-1") else _number(value)


def _title(value: Any) -> Outcome | None:
    """Titles are cut, so that long ones are not as the table has them."""
    return next((one.text for one in TEXTS if one.value == value and len(value) < 500), None)


MEMBER = (
    Field("DisplayName", "text", _of("name")),
    Field("CreationDate", "needed time", _of("created_at")),
)
QUESTION = (
    Field("Title", _title, _of("text")),
    Field("OwnerUserId", _owner, _of("author")),
    Field("CreationDate", "needed time", _of("at")),
)
dumps = partial(
    Family, "stackexchange", mark=_dump_mark, packed=dump, holds=is_xml, knows_zone=True,
    options={"site": "sums"},
)  # fmt: skip

# Formats whose cells are texts.
TABLES = (
    acts(file="a.csv", packed=delimited, quirk=csv_quirk, options=_WHOLE | {"delimiter": "comma"}),
    acts(file="a.tsv", packed=partial(delimited, delimiter="\t"), quirk=csv_quirk,
         options=_WHOLE | {"delimiter": "tab"}),
    people(file="people.csv", packed=delimited, quirk=csv_quirk),
    posts(file="posts.csv", packed=delimited, quirk=csv_quirk),
    topics(file="t.csv", packed=delimited, quirk=csv_quirk),
    acts(file="a.parquet", packed=parquet_file, holds=is_unicode),
    people(file="people.parquet", packed=parquet_file, holds=is_unicode),
    topics(file="t.parquet", packed=parquet_file, holds=is_unicode),
    acts(file="a.arrow", packed=arrow_file, holds=is_unicode),
    posts(file="posts.arrow", packed=arrow_file, holds=is_unicode),
    _family(file="a.gexf", line=act, good=good(act), packed=gexf, fields=EDGE, holds=is_xml),
    dumps(file="Users.xml", line=member, fields=MEMBER, beside={"Posts.xml": "<rows/>"},
          good=lambda number: {**member(number), "Id": f"9{number:06}"}),
    dumps(file="Posts.xml", line=question, fields=QUESTION,
          good=lambda number: {**question(number), "Id": f"9{number:06}"}),
    acts(file="a.graphml", packed=graphml, holds=_fits_graphml, fields=LINK),
)  # fmt: skip

# Formats whose cells may be anything.
OBJECTS = (
    acts(file="a.jsonl", packed=jsonl),
    acts(file="a.json", packed=json_array),
    people(file="people.jsonl", packed=jsonl),
    posts(file="posts.json", packed=json_array),
    topics(file="t.jsonl", packed=jsonl),
)
