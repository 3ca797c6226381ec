/** What the page says of itself and of the chat: language, attributes, parameters, address. */

const LANGUAGES = ["en", "de", "es", "fr"];

/** The widget's own words in the visitor's language, English where we do not speak it. */
export async function loadStrings(locale) {
  const language = locale.slice(0, 2).toLowerCase();
  const { default: strings } = await import(`./strings/${LANGUAGES.includes(language) ? language : "en"}.js`);
  return strings;
}

/** What a conversation needs to know of the element it stands in. */
export function sessionOptions(host) {
  return {
    endpoint: host.getAttribute("endpoint") ?? "",
    siteKey: host.getAttribute("site-key") ?? "",
    locale: host.locale,
    page: pageNow,
    source: () => ({ ...pageNow(), ...host.landing, referrer: cut(document.referrer), params: parameters(host) }),
  };
}

/** Which addresses may be links; without `link-hosts` every http(s) address the server cites. */
export function trustedHosts(host) {
  const hosts = (host.getAttribute("link-hosts") ?? "").split(/[\s,]+/).filter(Boolean);
  return (url) => !hosts.length || hosts.includes(url.host);
}

/** The page as it is now; single-page applications change it without a reload. */
function pageNow() {
  return { url: cut(location.href), title: document.title.slice(0, 300) };
}

/** What the interface takes of an address. */
function cut(address) {
  return address.slice(0, 2048);
}

/** `data-param-plan="pro"` is { plan: "pro" }; `window.salesAgentParams` adds to and overrides them. */
function parameters({ dataset }) {
  const found = {};
  for (const [name, value] of Object.entries(dataset)) {
    const parameter = /^param([A-Z].*)$/.exec(name)?.[1];
    if (parameter) found[parameter.replace(/(?!^)[A-Z]/g, "_$&").toLowerCase()] = value;
  }
  for (const [name, value] of Object.entries(window.salesAgentParams ?? {})) found[name] = String(value).slice(0, 300);
  return found;
}
