"""All that can be sent to the site: a file, the word to load it, the word to let it be.

Whoever may send is decided in `may_send`, and where from in `refuse_other_sites`.
"""

from __future__ import annotations

import atexit
import re
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from explorer.formats import html_answer, json_answer
from explorer.uploads import MB, Upload, Uploads
from queries.errors import ParameterRefused, UploadRefused
from queries.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SOURCE = re.compile("[a-z]{1,40}")
# What the loader's records are called here.
RECORDS = {
    "Interaction": "acts",
    "User": "people",
    "Post": "posts",
    "Topic": "topics",
    "Removal": "removals",
}
# What a form is besides its file.
FORM_BYTES = 64 * 1024
# Where in the navigation the pages of an upload are.
DATA = {"name": "data"}


def may_send(settings: Settings) -> bool:
    """Whether files are taken: by whoever reaches a site that this machine alone can reach."""
    return bool(settings.upload_mb) and settings.host in LOOPBACK


def refuse_other_sites() -> None:
    """Refuse what a page elsewhere makes a browser send: 403.

    A browser says where a request comes from, and no page can make it say otherwise; what says
    neither is no browser, and nobody was tricked into running it.
    """
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        if told not in ("same-origin", "none"):
            abort(403, "That was sent by another site.")
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
        abort(403, "That was sent by another site.")


def add_sending(app: Flask, settings: Settings) -> Uploads:
    """The routes that take something, and those that show what became of it."""
    uploads = Uploads(settings)
    atexit.register(uploads.close)
    routes = Blueprint("uploads", __name__, url_prefix="/data/upload")

    @routes.before_request
    def refuse() -> None:
        if not may_send(settings):
            abort(404)
        if request.method == "POST":
            refuse_other_sites()

    @routes.post("")
    def receive() -> Answer:
        uploads.refuse_unless_free()
        request.max_content_length = settings.upload_mb * MB + FORM_BYTES
        given = request.files.get("file")
        if given is None or not given.filename:
            raise ParameterRefused("no file was chosen")
        upload = uploads.receive(given.stream, given.filename)  # type: ignore[arg-type]
        return to(upload)

    @routes.get("/<id_>")
    def show(id_: str) -> Response:
        upload, asked = uploads.named(id_), source_in(request.args)
        if upload.state != "waiting":
            return page("upload_progress.html", upload=upload, told=upload.told())
        look, trouble = {}, ""
        try:
            look = dict(uploads.look(upload, asked))
        except UploadRefused as error:
            trouble = str(error)
        told = {"look": look, "trouble": trouble, "asked": asked, "RECORDS": RECORDS}
        return page("upload.html", upload=upload, **told)

    @routes.get("/<id_>/progress.json")
    def progress(id_: str) -> Response:
        return json_answer(uploads.named(id_).told())

    @routes.post("/<id_>/load")
    def load(id_: str) -> Answer:
        upload = uploads.named(id_)
        # Looked at again: what is loaded can be read by a source that there is.
        uploads.begin(upload, uploads.look(upload, source_in(request.form))["source"])
        return to(upload)

    @routes.post("/<id_>/discard")
    def discard(id_: str) -> Answer:
        uploads.discard(uploads.named(id_))
        return redirect("/data#upload", 303)

    app.register_blueprint(routes)
    return uploads


def source_in(given: MultiDict[str, str]) -> str:
    """The source that was chosen; "" when it is to be guessed. It stands on a command line."""
    source = given.get("source", "")
    if source and not SOURCE.fullmatch(source):
        raise ParameterRefused(f"'source' must be the name of one, got {source[:40]!r}")
    return source


def to(upload: Upload) -> Answer:
    """To the upload's own page; going back does not send the file again."""
    return redirect(f"/data/upload/{upload.id}", 303)


def page(template: str, **told: object) -> Response:
    """A page of an upload."""
    return html_answer(render_template(template, page=DATA, **told))
