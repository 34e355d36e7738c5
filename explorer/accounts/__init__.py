"""Who may see and do what: accounts, sessions, tokens, and the gate before every route.

**This needs role X.** A page says so in its row of `PAGES`: `Page(..., role=Role.ANALYST,
heavy=True)`; a viewer's is what it is when nothing is said. `heavy` counts it against the heavy
limits (`rates.py`) and lets few of them run at once. Any other route is added with

    from explorer.accounts.gate import route
    from explorer.accounts.roles import Role

    route(app, "/lists", save_list, methods=("POST",), role=Role.ANALYST)

A route that was added in another way is for admins alone until it says better. `visitor()` of
`gate.py` tells who asks: `.name`, `.role`, `.may(Role.ADMIN)`, `.id` for what is kept by person;
templates have it as `visitor`, and `{% if may(Role.ANALYST) %}` hides what would be refused.

**This form is ours.** Every method but GET, HEAD and OPTIONS is refused unless it comes from a
page of this site and brings its token, on loopback too:

    <form method="post" action="/lists">{{ csrf_field() }} …

and a script sends what is in that field as `X-CSRF-Token`. A program sends an API token instead, as
`Authorization: Bearer …`, and no form's token. JSON that was sent is read with
`sent_json()` of `explorer/sent.py`, which refuses what is not one plain object with 400.
"""
