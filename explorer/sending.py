"""Files that are sent to the site: taken in, looked at, loaded, or let be."""

from __future__ import annotations

import re

from flask import Flask, Response, abort, current_app, render_template, request
from werkzeug.datastructures import MultiDict

from explorer.accounts.gate import View, route, visitor
from explorer.accounts.roles import Role
from explorer.formats import html_answer, json_answer, redirect_to
from explorer.uploads import MB, Upload, Uploads
from queries.errors import ParameterRefused, UploadRefused
from queries.settings import Settings

SOURCE = re.compile("[a-z]{1,40}")
# What the loader's records are called here.
RECORDS = {
    "Interaction": ("act",),
    "User": ("person", "people"),
    "Post": ("post",),
    "Topic": ("topic",),
    "Removal": ("removal",),
}
# What a form is besides its file.
FORM_BYTES = 64 * 1024
UPLOADS = "influence-uploads"
# Where files are sent to.
PLACE = "/data/upload"
# Where in the navigation the pages of an upload are.
DATA = {"name": "data"}


def may_send(settings: Settings) -> bool:
    """Whether files are taken from the visitor at hand."""
    return bool(settings.upload_mb) and visitor().may(Role.ANALYST)


def under_way() -> Upload | None:
    """The upload that is looked at or loaded on this site."""
    uploads: Uploads = current_app.extensions[UPLOADS]
    return uploads.under_way


def add_sending(app: Flask, settings: Settings) -> None:
    """The routes that take something, and those that show what became of it."""
    uploads = app.extensions[UPLOADS] = Uploads(settings)
    uploads.clear_away()

    def refuse() -> None:
        if not settings.upload_mb:
            abort(404)

    def receive() -> Response:
        refuse()
        uploads.refuse_unless_free()
        given = request.files.get("file")
        if given is None or not given.filename:
            raise ParameterRefused("no file was chosen")
        upload = uploads.receive(given.stream, given.filename)  # type: ignore[arg-type]
        return to(upload)

    def show(id_: str) -> Response:
        refuse()
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

    def progress(id_: str) -> Response:
        refuse()
        return json_answer(uploads.named(id_).told())

    def load(id_: str) -> Response:
        refuse()
        upload = uploads.named(id_)
        # What is loaded can be read by a source that there is.
        uploads.begin(upload, uploads.look(upload, source_in(request.form))["source"])
        return to(upload)

    def discard(id_: str) -> Response:
        refuse()
        uploads.discard(uploads.named(id_))
        return redirect_to("/data#upload")

    most = settings.upload_mb * MB + FORM_BYTES
    at = f"{PLACE}/<id_>"

    def taken(path: str, view: View, name: str, most_bytes: int = 0) -> None:
        role = Role.ANALYST
        route(app, path, view, name=name, methods=("POST",), role=role, most_bytes=most_bytes)

    taken(PLACE, receive, "upload", most)
    route(app, at, show, name="upload shown", role=Role.ANALYST)
    route(app, f"{at}/progress.json", progress, name="upload progress", role=Role.ANALYST)
    taken(f"{at}/load", load, "upload loaded")
    taken(f"{at}/discard", discard, "upload discarded")


def source_in(given: MultiDict[str, str]) -> str:
    """The source that was chosen; "" when it is to be guessed. It stands on a command line."""
    source = given.get("source", "")
    if source and not SOURCE.fullmatch(source):
        raise ParameterRefused(f"'source' must be the name of one, got {source[:40]!r}")
    return source


def to(upload: Upload) -> Response:
    """To the upload's own page; going back does not send the file again."""
    return redirect_to(f"{PLACE}/{upload.id}")


def page(template: str, **told: object) -> Response:
    """A page of an upload."""
    return html_answer(render_template(template, page=DATA, **told))
