/** The visitor's HTTP interface: JSON in, JSON out, every failure a Problem. */

const TIME_OUT = 30_000; // milliseconds; the gateway itself gives up after 29 s

/** A refused or failed call: RFC 9457's members where the server sent them; status 0 when it could not be reached. */
export class Problem extends Error {
  constructor(status, body = {}, retryAfter = null) {
    super(body.detail ?? "");
    this.status = status;
    this.field = body.field ?? "";
    this.retryAfter = retryAfter;
  }

  /** True when the same call may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export async function call(endpoint, method, path, { token, body } = {}) {
  const response = await reach(`${endpoint.replace(/\/+$/, "")}/v1${path}`, {
    method,
    headers: {
      ...(body && { "content-type": "application/json" }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(TIME_OUT),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  const content = await response.json().catch(() => null);
  if (response.ok && (content || response.status === 204)) return content;
  // Whatever answers "fine" without JSON is not our server: a hotel's log-in page, say.
  throw new Problem(response.ok ? 0 : response.status, content ?? {}, seconds(response.headers.get("retry-after")));
}

async function reach(url, request) {
  try {
    return await fetch(url, request);
  } catch {
    throw new Problem(0);
  }
}

function seconds(header) {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}
