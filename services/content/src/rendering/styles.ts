/** The styles of every page; section types add their own. */
export const BASE_STYLES = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:6rem}
:root{--gutter:clamp(1.25rem,.6rem + 3vw,2.75rem);--radius:.9rem;--radius-large:1.5rem;--shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px -14px rgb(0 0 0/.14);--focus:var(--brand-text)}
body{margin:0;background:var(--background);color:var(--text);font:400 1.0625rem/1.65 var(--font-body);overflow-wrap:break-word;-webkit-font-smoothing:antialiased}
h1,h2,h3,h4,p{margin:0}
p,li{text-wrap:pretty}
h1,h2,h3,h4{font-family:var(--font-heading);color:var(--heading);text-wrap:balance;font-weight:700}
h2{font-size:clamp(1.75rem,1.35rem + 1.65vw,2.6rem);line-height:1.14;letter-spacing:-.018em}
h3{font-size:1.22rem;line-height:1.3;letter-spacing:-.008em}
img{max-width:100%;height:auto;display:block}
a{color:var(--brand-text);text-underline-offset:.18em;text-decoration-thickness:.07em}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px;border-radius:4px}
.icon{width:1.5rem;height:1.5rem;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.wrap{width:100%;max-width:calc(72rem + 2*var(--gutter));margin-inline:auto;padding-inline:var(--gutter)}
.section{padding-block:clamp(3.75rem,2.8rem + 4vw,6.25rem)}
.tinted{background:var(--tint)}
.deep{--focus:#fff}
.deep h1,.deep h2,.deep h3{color:var(--on-deep)}
.head{max-width:44rem;margin-bottom:clamp(2.2rem,1.7rem + 2vw,3.4rem)}
.eyebrow{display:flex;align-items:center;gap:.75rem;margin-bottom:1rem;font-size:.84rem;font-weight:700;letter-spacing:.1em;text-transform:uppercase;color:var(--brand-text)}
.eyebrow::before{content:"";flex:none;width:1.9rem;height:2px;background:var(--accent)}
.hero-center .lead{text-wrap:balance}
.hero-center .eyebrow{justify-content:center}
.deep .eyebrow{color:var(--accent-on-deep)}
.lead{margin-top:1rem;font-size:1.14rem;line-height:1.6;color:var(--muted);white-space:pre-line}
.deep .lead{color:var(--on-deep-muted)}
.actions{display:flex;flex-wrap:wrap;gap:.85rem}
.button{display:inline-flex;align-items:center;justify-content:center;gap:.6rem;min-height:3.15rem;padding:.7rem 1.55rem;border-radius:.7rem;border:2px solid transparent;font-weight:650;line-height:1.25;text-decoration:none;text-align:center}
.button .icon{width:1.2rem;height:1.2rem;flex:none}
.primary{background:var(--brand);color:var(--on-brand)}
.primary:hover{background:var(--brand-hover)}
.secondary{border-color:var(--line);color:var(--heading)}
.secondary:hover{border-color:var(--brand-text);color:var(--brand-text)}
.deep .primary{background:var(--accent);color:var(--on-accent)}
.deep .primary:hover{background:var(--accent-hover)}
.deep .secondary{border-color:rgb(255 255 255/.38);color:var(--on-deep)}
.deep .secondary:hover{border-color:#fff}
.more{display:inline-flex;align-items:center;gap:.45rem;font-weight:650;text-decoration:none}
.more .icon{width:1.1rem;height:1.1rem;stroke-width:2.2}
.more:hover{text-decoration:underline}
.chip{display:grid;place-items:center;flex:none;width:3.1rem;height:3.1rem;border-radius:.85rem;background:var(--soft);color:var(--brand-text)}
.monogram{display:grid;place-items:center;flex:none;width:3rem;height:3rem;border-radius:50%;background:var(--soft);color:var(--brand-text);font:700 1rem/1 var(--font-heading)}
.cards{list-style:none;margin:0;padding:0;display:grid;gap:1.4rem}
@media(min-width:40rem){.columns-2,.columns-4{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media(min-width:52rem){.columns-3{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media(min-width:68rem){.columns-4{grid-template-columns:repeat(4,minmax(0,1fr))}}
.card{padding:1.9rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--surface);box-shadow:var(--shadow)}
.prose>:first-child{margin-top:0}.prose>:last-child{margin-bottom:0}
.prose p,.prose ul,.prose ol,.prose blockquote{margin:1.05em 0}
.prose h2,.prose h3{margin:1.9em 0 .5em;font-size:1.3rem;letter-spacing:-.008em;line-height:1.3}
.prose h4{margin:1.6em 0 .4em;font-size:1.08rem}
.prose ul,.prose ol{padding-left:1.3em}
.prose li{margin:.4em 0;padding-left:.2em}
.prose ::marker{color:var(--brand-text)}
.prose blockquote{padding-left:1.3em;border-left:3px solid var(--accent);color:var(--heading);font-size:1.1em}
.prose code{padding:.1em .35em;border-radius:.3em;background:var(--soft);font-size:.92em}
.skip{position:absolute;left:1rem;top:-6rem;z-index:30;padding:.8rem 1.2rem;border-radius:.6rem;background:var(--brand);color:var(--on-brand);font-weight:650}
.skip:focus{top:1rem}
.page-title{padding-block:clamp(3rem,2.2rem + 3.5vw,5rem);background:radial-gradient(90% 140% at 90% 0%,var(--deep-end),transparent 70%),var(--deep)}
.page-title h1{font-size:clamp(2.1rem,1.5rem + 2.6vw,3.3rem);line-height:1.1;letter-spacing:-.022em}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}.button,.contact-card,.site-menu a{transition:background-color .15s,border-color .15s,color .15s}.more .icon{transition:transform .15s}.more:hover .icon{transform:translateX(3px)}}
@media print{.site-header,.actions,.footer nav{display:none}.section{padding-block:1rem}}
`;

/** The header, whose menu is a panel that unfolds; MENU_ROW_STYLES make it a row. */
export const HEADER_STYLES = `
.site-header{position:sticky;top:0;z-index:20;background:var(--background);border-bottom:1px solid var(--line)}
.site-bar{display:flex;align-items:center;gap:clamp(.6rem,2vw,1.6rem);min-height:4.6rem}
.site-name{display:flex;align-items:center;gap:.75rem;min-width:0;margin-right:auto;padding-block:.5rem;font:700 1.18rem/1.2 var(--font-heading);letter-spacing:-.01em;color:var(--heading);text-decoration:none}
.site-name span{min-width:0;overflow-wrap:anywhere;hyphens:auto}
.site-name .monogram{flex:none;width:2.4rem;height:2.4rem;border-radius:.65rem;background:var(--brand);color:var(--on-brand);font-size:.95rem;letter-spacing:.02em}
.site-name img{width:auto;max-width:11rem;max-height:2.9rem;object-fit:contain}
.site-menu ul{list-style:none;margin:0;padding:0}
.site-menu a{display:block;padding:.6rem .8rem;border-radius:.55rem;color:var(--text);font-weight:550;text-decoration:none}
.site-menu a:hover{color:var(--brand-text);background:var(--tint)}
.site-menu a[aria-current]{color:var(--brand-text)}
.site-menu-wide{display:none}
.site-call{flex:none;min-height:2.75rem;padding:.5rem 1.1rem;white-space:nowrap}
.site-menu-narrow summary{display:grid;place-items:center;width:2.75rem;height:2.75rem;border:2px solid var(--line);border-radius:.7rem;color:var(--heading);cursor:pointer;list-style:none}
.site-menu-narrow summary::-webkit-details-marker{display:none}
.site-menu-narrow nav{position:absolute;left:0;right:0;top:100%;max-height:calc(100vh - 5rem);overflow:auto;padding:.8rem calc(var(--gutter) - .8rem) 1.4rem;background:var(--background);border-block:1px solid var(--line);box-shadow:0 24px 40px -20px rgb(0 0 0/.25)}
.site-menu-narrow a{padding-block:.8rem;font-size:1.08rem}
.site-menu-narrow ul ul{padding-left:1.1rem;border-left:2px solid var(--line);margin-left:.8rem}
@media(max-width:29.99rem){.site-call{width:2.75rem;padding:0}.site-call span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
`;

/** The menu as a row; holds where there is room for it. */
export const MENU_ROW_STYLES = `
.site-menu-narrow{display:none}.site-menu-wide{display:block;flex:none}
.site-menu-wide>ul{display:flex;gap:.1rem}
.site-menu-wide li{position:relative}
.site-menu-wide>ul>li:has(ul)>a::after{content:"";display:inline-block;width:.38em;height:.38em;margin:0 0 .22em .5em;border:solid;border-width:0 2px 2px 0;transform:rotate(45deg)}
.site-menu-wide li ul{position:absolute;top:100%;left:0;min-width:13rem;padding:.5rem;border:1px solid var(--line);border-radius:.8rem;background:var(--background);box-shadow:0 24px 40px -16px rgb(0 0 0/.25);visibility:hidden;opacity:0}
.site-menu-wide li li ul{left:100%;top:-.5rem}
.site-menu-wide li:hover>ul,.site-menu-wide li:focus-within>ul{visibility:visible;opacity:1}
`;

/** Pages with a message alone: not found, coming soon. */
export const MESSAGE_STYLES = `
.message{min-height:70vh;display:grid;align-items:center;padding-block:5rem}
.message-alone{min-height:100vh}
.message h1{font-size:clamp(2.2rem,1.6rem + 3vw,3.6rem);line-height:1.08;letter-spacing:-.024em;max-width:11.2em}
.message .lead{max-width:34em;margin-top:1.3rem}
.message .actions{margin-top:2.2rem}
.message-contact{display:flex;flex-wrap:wrap;gap:.6rem 2rem;margin-top:2.2rem;padding:0;list-style:none}
.message-contact a{color:var(--on-deep);font-weight:600}
`;
