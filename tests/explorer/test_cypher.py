"""The page of the bench, and its JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from explorer.snippets import as_curl, as_python
from queries.errors import BenchBusy, DatabaseUnreachable, QueryStopped
from queries.library import library
from tests.explorer.canned import ANSWER, HOSTILE
from tests.recording import RecordingBench, RecordingGraph

ASKED = "MATCH (n:User) RETURN n"
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


def told(client: FlaskClient, path: str, **options: Any) -> dict[str, Any]:
    return dict(client.get(path, **options).json or {})


def test_the_same_is_asked_by_address_form_and_json(
    client: FlaskClient, bench_of_tests: RecordingBench
) -> None:
    parameters = {"topic": "ac/dc", "limit": 3}
    query = {"q": ASKED, "params": json.dumps(parameters)}
    answers = [
        client.get("/cypher.json", query_string=query),
        client.post("/cypher.json", data=query),
        client.post("/cypher.json", json=query),
        client.post("/cypher.json", json={"q": ASKED, "params": parameters}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert bench_of_tests.asked == [(ASKED, parameters)] * 4
    assert all(answer.json == answers[0].json for answer in answers)
    assert (answers[0].json or {})["query"] == ASKED


def test_csv_holds_the_rows_and_runs_no_formula(
    client: FlaskClient, bench_of_tests: RecordingBench
) -> None:
    row = {"a": "=1+1", "b": -0.5}
    result = replace(ANSWER.result, columns=("a", "b"), rows=[row])
    bench_of_tests.answer = replace(ANSWER, result=result)
    answer = client.get(f"/cypher.csv?q={ASKED}")
    assert list(csv.reader(io.StringIO(answer.text))) == [["a", "b"], ["'=1+1", "-0.5"]]


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/cypher.json?q=RETURN%20(", 400, "brackets"),
        ("/cypher.csv?q=RETURN%201;RETURN%202", 400, "statements"),
        ("/cypher.json?q=MATCH%20(n:Suppressed)%20RETURN%20n", 400, "internal"),
        ("/cypher.json?q=RETURN%201&params=[1]", 400, ""),
        ("/cypher.json?q=RETURN%201&params={", 400, ""),
        ("/cypher.json?query=write_people", 404, ""),
        ("/cypher.json", 400, ""),
        ("/cypher.json?cypher=RETURN%201", 400, ""),
        ("/cypher/graph.json?q=EXPLAIN%20RETURN%201", 400, "prefix"),
    ],
)
def test_what_is_refused_is_a_problem_that_names_its_reason(
    client: FlaskClient, bench_of_tests: RecordingBench, path: str, status: int, reason: str
) -> None:
    answer = client.get(path)
    problem = answer.json or {}
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert problem.get("reason", "") == reason
    assert problem["detail"]
    assert bench_of_tests.asked == []


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"q": NaN}', b"[" * 20_000, b"\xff\xfe"])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/cypher.json", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BenchBusy("busy"), 429),
        (QueryStopped("it ran longer", "time"), 422),
        (DatabaseUnreachable("secret"), 503),
    ],
)
def test_a_bench_that_does_not_answer_says_why_and_when_to_come_back(
    client: FlaskClient, bench_of_tests: RecordingBench, error: Exception, status: int
) -> None:
    bench_of_tests.answer = error
    data, page = client.get(f"/cypher.json?q={ASKED}"), client.get(f"/cypher?q={ASKED}")
    assert (data.status_code, page.status_code) == (status, status)
    assert ("Retry-After" in data.headers) == (status in (429, 503))
    assert ("Retry-After" in page.headers) == (status in (429, 503))
    assert "secret" not in data.text + page.text


def test_the_page_says_what_is_wrong_and_keeps_what_was_written(client: FlaskClient) -> None:
    answer = client.get("/cypher?q=RETURN%20%3Cb%3E(&params=%7B%22a%22%3A1%7D")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "RETURN &lt;b&gt;(" in answer.text
    assert "{&#34;a&#34;:1}" in answer.text


def test_the_page_promises_lists_its_limits_and_offers_every_question(
    client: FlaskClient, bench_of_tests: RecordingBench
) -> None:
    text = client.get("/cypher").text
    assert "answers again within 30 s of any query" in text
    assert "10,000 rows" in text
    assert bench_of_tests.asked == []
    for name in library().readable:
        assert f'href="/cypher?query={name}"' in text


@pytest.mark.parametrize("tab", ["table", "graph", "plan"])
def test_every_tab_shows_its_own_and_runs_nothing(
    client: FlaskClient, bench_of_tests: RecordingBench, tab: str
) -> None:
    text = client.get(f"/cypher?q={quote(ASKED)}&tab={tab}").text
    assert HOSTILE not in text
    assert {"table": "9007199254740993", "graph": "data-graph ", "plan": "NodeByLabelScan"}[
        tab
    ] in (text if tab != "table" else json.dumps(told(client, f"/cypher.json?q={quote(ASKED)}")))
    assert f'aria-current="page">{tab.capitalize()}<' in text
    for other in ("table", "graph", "plan"):
        assert other == "table" or f"tab={other}" in text


def test_another_site_may_fill_in_a_query_and_not_run_it(
    client: FlaskClient, bench_of_tests: RecordingBench
) -> None:
    page = client.get(f"/cypher?q={ASKED}", headers=ELSEWHERE)
    data = client.get(f"/cypher.json?q={ASKED}", headers=ELSEWHERE)
    assert (page.status_code, data.status_code) == (200, 400)
    assert ASKED in page.text
    assert (data.json or {})["reason"] == "other-site"
    assert bench_of_tests.asked == []


def test_a_question_of_the_library_opens_with_its_values(
    client: FlaskClient, bench_of_tests: RecordingBench
) -> None:
    client.get('/cypher?query=leaders&params={"topic":"ac/dc"}')
    ((cypher, values),) = bench_of_tests.asked
    assert cypher == library().named("leaders").cypher
    assert values == library().named("leaders").defaults | {"topic": "ac/dc"}


def test_pages_open_their_cypher_in_the_bench(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    text = client.get("/topics/ac/dc?limit=7").text
    link = next(part for part in text.split('"') if part.startswith("/cypher?query="))
    asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert asked["query"] == ["leaders"]
    assert json.loads(asked["params"][0])["topic"] == "ac/dc"
    assert "Open in the bench" in client.get("/queries/leaders").text


def test_what_an_editor_asks_is_answered_also_when_it_is_wrong(client: FlaskClient) -> None:
    well = told(client, f"/cypher/explain.json?q={quote(ASKED)}")
    wrong = told(client, "/cypher/explain.json?q=RETURN%20(")
    schema = told(client, "/cypher/schema.json")
    assert [row["operator"] for row in well["rows"]] == ["ProduceResults", "NodeByLabelScan"]
    assert well["diagnostics"][0]["severity"] == "warning"
    assert wrong["diagnostics"][0]["severity"] == "error"
    assert {row["kind"] for row in schema["rows"]} == {"label", "type", "property"}


def test_the_picture_is_drawn_of_nodes_and_what_joins_them(client: FlaskClient) -> None:
    drawn = told(client, f"/cypher/graph.json?q={quote(ASKED)}")
    nodes = [
        dict(zip(drawn["nodes"]["columns"], row, strict=True)) for row in drawn["nodes"]["rows"]
    ]
    assert [node["id"] for node in nodes] == ["4:x:1", "4:x:2"]
    assert nodes[0]["address"] == "/people/toy:ada/1"
    assert len(nodes[0]["name"]) == 60
    assert drawn["arrows"]["rows"] == [["4:x:1", "4:x:2", 0.8, 1, [], "ATTENDS_TO"]]
    assert sorted(row[2] for row in drawn["communities"]["rows"]) == sorted(["User", HOSTILE])


def test_several_relationships_between_two_are_one_arrow_and_counted(
    client: FlaskClient, bench_of_tests: RecordingBench
) -> None:
    known = ANSWER.picture["relationships"][0]
    again = known | {"id": "5:x:9", "type": "LIKED", "properties": {"weight": 0.9}}
    back = known | {"id": "5:x:8", "start": known["end"], "end": known["start"], "properties": {}}
    told_twice = {**ANSWER.picture, "relationships": [known, again, back]}
    bench_of_tests.answer = replace(ANSWER, picture=told_twice)
    drawn = told(client, f"/cypher/graph.json?q={quote(ASKED)}")
    assert drawn["arrows"]["rows"] == [
        ["4:x:1", "4:x:2", 0.9, 2, [], "ATTENDS_TO, LIKED"],
        ["4:x:2", "4:x:1", 0.3, 1, [], "ATTENDS_TO"],
    ]
    page = client.get(f"/cypher?q={quote(ASKED)}&tab=graph").text
    assert "2 nodes and 3 relationships" in page
    assert '<td class="number" data-label="Out">2</td><td class="number" data-label="In">1<' in page
    script = page.partition('<script type="application/json" data-picture>')[2]
    assert json.loads(script.partition("</script>")[0]) == drawn
    # Each was asked once: the page does not ask for its picture again.
    assert len(bench_of_tests.asked) == 2
    assert "cypher/graph.json" not in page


def test_the_snippets_ask_the_same() -> None:
    """The shell's words are read by a shell, and the program by Python."""
    asks = {"q": "RETURN 'it''s \"$HOME\"' \\\n// `x`", "params": '{"a": "é"}'}
    curl = as_curl(asks, "http://127.0.0.1:5151/cypher.json")
    words = shlex.split(curl.replace("\\\n", "", 1))
    program = as_python(asks, "http://x/").replace(
        "with urlopen", "print(json.dumps(asked)); exit()\nwith urlopen"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert f"q={asks['q']}" in shlex.split(curl)
    assert f"params={asks['params']}" in words
    assert json.loads(done.stdout) == asks
