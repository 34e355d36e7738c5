/** The token that the site wants back with whatever changes something; "" on a page without one. */
export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]");
  const field = document.querySelector<HTMLInputElement>("input[name=csrf_token]");
  return meta?.content ?? field?.value ?? "";
}

/** Send JSON to a route of this site, with the page's token (`csrf_meta()` in its template). */
export function send(path: string, body: unknown, method = "POST"): Promise<Response> {
  const headers = {
    "Content-Type": "application/json",
    Accept: "application/json",
    "X-CSRF-Token": csrfToken(),
  };
  return fetch(path, { method, headers, body: JSON.stringify(body) });
}
