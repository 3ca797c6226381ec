/** The panel's style sheet. Colours, font and corners follow the custom properties listed in README.md. */

export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host {
  --_surface: var(--sales-agent-surface, light-dark(#fff, #16191d));
  --_text: var(--sales-agent-text, light-dark(#1b1f23, #e9ecef));
  --_radius: var(--sales-agent-radius, 16px);
  --_soft: color-mix(in srgb, var(--_text) 6%, var(--_surface));
  --_muted: color-mix(in srgb, var(--_text) 66%, var(--_surface));
  --_line: color-mix(in srgb, var(--_text) 15%, var(--_surface));
  --_tint: color-mix(in srgb, var(--_accent) 9%, var(--_surface));
  --_alarm: light-dark(#a8321b, #ff9d86);
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

dialog { display: none; }
dialog[open] {
  display: flex; flex-direction: column; position: fixed; z-index: var(--_layer); margin: 0; padding: 0; overflow: hidden;
  inset: auto; inset-block-end: calc(var(--_inset) + 68px); inset-inline-end: var(--_inset);
  inline-size: min(400px, 100vw - 2 * var(--_inset)); block-size: min(660px, 100dvh - 2 * var(--_inset) - 68px); max-block-size: none;
  border: 1px solid var(--_line); border-radius: var(--_radius); outline: 0;
  background: var(--_surface); color: var(--_text); font: 15px/1.5 var(--_font); text-align: start; overflow-wrap: anywhere;
  box-shadow: 0 2px 6px #0001, 0 16px 48px #0003; animation: rise .18s ease-out;
}
:host([side="start"]) dialog[open]:not(.full) { inset-inline: var(--_inset) auto; }
dialog.full[open] {
  inset: var(--_top, 0) 0 auto; inline-size: 100%; max-inline-size: none; block-size: var(--_height, 100dvh);
  border: 0; border-radius: 0; animation: none;
  padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
}
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }

button, input, textarea { font: inherit; color: inherit; }
dialog button { cursor: pointer; border: 1px solid var(--_line); border-radius: 999px; padding: 6px 14px; background: var(--_surface); text-align: start; }
dialog button:hover:not(:disabled) { background: var(--_soft); }
dialog button:disabled { opacity: .5; cursor: default; }
dialog :is(.primary, .send) { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); font-weight: 600; }
dialog :is(.primary, .send):hover:not(:disabled) { background: color-mix(in srgb, var(--_accent) 88%, var(--_text)); }
dialog .quiet { border: 0; padding: 2px 6px; background: none; color: var(--_accent); font-weight: 600; }
dialog .icon { display: grid; place-items: center; inline-size: 36px; block-size: 36px; padding: 0; border: 0; background: none; color: var(--_muted); }
:is(a, button, input, textarea, summary, .log, dialog):focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
dialog:focus-visible { outline: 0; }
.log:focus-visible, .composer textarea:focus-visible { outline-offset: -2px; }
svg { inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
a { color: var(--_accent); text-underline-offset: 2px; }
p, ul, ol, h2, h3, blockquote { margin: 0; }

header { position: relative; display: flex; align-items: center; gap: 4px; padding: 12px 10px 12px 14px; border-block-end: 1px solid var(--_line); }
header .title { flex: 1; min-inline-size: 0; margin-inline-start: 8px; }
header h2 { font-size: 16px; line-height: 1.25; font-weight: 650; }
header p { font-size: 13px; line-height: 1.3; color: var(--_muted); }
.face { display: grid; place-items: center; flex: none; inline-size: 38px; block-size: 38px; border-radius: 50%; background: var(--_accent); color: var(--_on-accent); }
header button[aria-controls] svg { stroke-width: 3; }
.menu { position: absolute; z-index: 1; inset-block-start: calc(100% - 6px); inset-inline-end: 12px; display: grid; min-inline-size: 210px; padding: 6px;
  border: 1px solid var(--_line); border-radius: 12px; background: var(--_surface); box-shadow: 0 8px 24px #0003; }
dialog .menu button { border: 0; border-radius: 8px; padding: 9px 12px; background: none; }

.log { position: relative; flex: 1; display: flex; flex-direction: column; gap: 14px; min-block-size: 0; padding: 18px 14px; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; }
.bubble { inline-size: fit-content; max-inline-size: 100%; padding: 9px 14px; border-radius: 16px; white-space: pre-line; }
.bubble > * + * { margin-block-start: 8px; }
.bubble :is(ul, ol) { padding-inline-start: 22px; white-space: normal; }
.agent { display: grid; gap: 8px; justify-items: start; max-inline-size: 92%; }
.agent .bubble { background: var(--_soft); border-end-start-radius: 4px; }
.visitor { align-self: flex-end; display: grid; justify-items: end; max-inline-size: 85%; }
.visitor .bubble { background: var(--_accent); color: var(--_on-accent); border-end-end-radius: 4px; white-space: pre-wrap; }
.state { font-size: 13px; color: var(--_muted); }
.state:empty { display: none; }
[data-state="failed"] .state, [data-state="refused"] .state { color: var(--_alarm); }
[data-state="waiting"] .bubble, [data-state="slowed"] .bubble, [data-state="failed"] .bubble, [data-state="refused"] .bubble { opacity: .65; }
.note { align-self: center; max-inline-size: 92%; font-size: 13.5px; color: var(--_muted); text-align: center; }
sup { line-height: 0; font-size: 11px; margin-inline: 1px; }
sup a { display: inline-block; min-inline-size: 16px; padding-inline: 4px; border-radius: 5px; line-height: 16px; text-align: center; text-decoration: none; font-weight: 600;
  background: color-mix(in srgb, var(--_accent) 14%, var(--_surface)); }
sup a:hover { background: var(--_accent); color: var(--_on-accent); }

.sources { margin-block-start: 10px; padding-block-start: 8px; border-block-start: 1px solid var(--_line); font-size: 13.5px; line-height: 1.4; white-space: normal; }
.sources h3 { font-size: 12px; font-weight: 600; color: var(--_muted); margin-block-end: 4px; }
.sources ol { padding-inline-start: 20px; }
.sources li { margin-block-end: 6px; }
.sources li::marker { color: var(--_muted); font-variant-numeric: tabular-nums; }
.source { display: grid; justify-items: start; }
.source small { max-inline-size: 100%; overflow: hidden; color: var(--_muted); font-size: 12px; white-space: nowrap; text-overflow: ellipsis; }
summary { inline-size: fit-content; border-radius: 4px; color: var(--_muted); font-size: 12px; cursor: pointer; }
blockquote { margin-block: 4px; padding-inline-start: 10px; border-inline-start: 3px solid var(--_line); color: var(--_muted); white-space: pre-line; max-block-size: 180px; overflow-y: auto; }

.thumbs { display: flex; margin-block-start: -4px; opacity: .75; }
dialog .thumbs button { inline-size: 30px; block-size: 30px; }
.thumbs svg { inline-size: 16px; block-size: 16px; }
.thumbs [aria-pressed="true"] { color: var(--_accent); }
.thumbs [aria-pressed="true"] svg { fill: color-mix(in srgb, var(--_accent) 30%, transparent); }

.chips, .slots { display: flex; flex-wrap: wrap; gap: 8px; }
dialog :is(.chip, .slot) { border-color: color-mix(in srgb, var(--_accent) 45%, var(--_surface)); color: var(--_accent); background: var(--_surface); }
dialog :is(.chip, .slot):hover:not(:disabled) { background: var(--_tint); }
.slots { display: grid; gap: 6px; inline-size: 100%; }
dialog .slot { border-radius: 10px; padding: 9px 12px; font-weight: 550; font-variant-numeric: tabular-nums; }
.slots .quiet { justify-self: start; }
.card { inline-size: 100%; padding: 12px 14px; border: 1px solid var(--_line); border-radius: 12px; background: var(--_surface); }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 10px; }
.product { display: flex; justify-content: space-between; gap: 12px; }
.product b { flex: none; font-variant-numeric: tabular-nums; }
.meeting { border-inline-start: 4px solid var(--_accent); }
.meeting strong { display: flex; align-items: center; gap: 8px; }
.meeting.off { border-inline-start-color: var(--_line); }
.meeting.off p { text-decoration: line-through; color: var(--_muted); }
.asks { display: grid; gap: 10px; }
.asks label { display: grid; gap: 4px; }
.asks span { font-size: 13px; font-weight: 600; }
.asks .row { margin: 0; }
input, textarea { font-size: 16px; border: 1px solid color-mix(in srgb, var(--_text) 45%, var(--_surface)); border-radius: 12px; background: var(--_surface); }
input { inline-size: 100%; padding: 8px 12px; border-radius: 10px; }

.dots { display: flex; gap: 5px; padding: 14px 16px; border-radius: 16px; border-end-start-radius: 4px; inline-size: fit-content; background: var(--_soft); }
.dots i { inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--_muted); animation: bounce 1.1s infinite; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes bounce { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; transform: translateY(-3px); } }

.notice { padding: 0 14px 6px; font-size: 12px; line-height: 1.4; color: var(--_muted); text-align: center; }
.footer { padding: 6px 12px 12px; }
.composer { position: relative; display: flex; align-items: flex-end; gap: 8px; }
.composer textarea { flex: 1; min-inline-size: 0; min-block-size: 44px; max-block-size: 140px; padding: 9px 14px; border-radius: 22px; line-height: 24px; resize: none; }
dialog .send { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; padding: 0; }
.composer .send:dir(rtl) svg { transform: scaleX(-1); }
.count { position: absolute; inset-block-end: 100%; inset-inline-end: 56px; padding: 2px 8px; border-radius: 6px; background: var(--_surface); font-size: 12px; color: var(--_muted); }
.count:empty { display: none; }
.count.over { color: var(--_alarm); font-weight: 600; }
.choice { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; }
.choice p { flex: 1 0 100%; }
dialog .choice button { padding: 9px 18px; }

@media (prefers-contrast: more) {
  :host { --_muted: var(--_text); --_line: currentColor; }
  .thumbs { opacity: 1; }
}
@media (forced-colors: active) {
  .bubble, .card, button { border: 1px solid; }
  .thumbs [aria-pressed="true"] { border: 2px solid Highlight; }
}
@media (prefers-reduced-motion: reduce) {
  *, dialog[open] { animation: none !important; }
}
`);
