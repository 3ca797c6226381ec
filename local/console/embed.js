/**
 * Stands on the demo company's pages for the widget's own script tag, whose endpoint is known at run time only.
 * The company's address is answered by this machine: links to it, such as citations, open here.
 */

const COMPANY = "https://www.wrenandkettle.example";

fetch("/config.json")
  .then((response) => response.json())
  .then(({ api, site_key: siteKey }) => {
    const script = document.createElement("script");
    script.src = "/widget/sales-agent.js";
    Object.assign(script.dataset, { endpoint: api, siteKey, heading: "Wren & Kettle", privacyUrl: "/privacy/" });
    document.head.append(script);
  });

addEventListener("click", (event) => {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link?.href.startsWith(COMPANY)) return;
  event.preventDefault();
  open(link.href.slice(COMPANY.length), "_blank", "noopener");
});
