import Gradus

/// The style sheet of the companion: screens of 16:9 that scale as a whole, light or dark as the
/// reader's system is.
enum CompanionStyle {
  static var sheet: String {
    """
    :root{color-scheme:light dark;\(PlotColour.declarations(dark: false))}
    @media (prefers-color-scheme:dark){:root{\(PlotColour.declarations(dark: true))}}
    html{font-size:max(12px,min(1.25vw,2.22vh));scroll-snap-type:y proximity}
    body{margin:0;background:var(--plot-background);color:var(--plot-text);
    font:1rem/1.35 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
    section{box-sizing:border-box;height:100vh;padding:1.1rem 2rem .7rem;display:flex;
    flex-direction:column;scroll-snap-align:start}
    h1{font-size:2.2rem;margin:1rem 0 .4rem}h2{font-size:1.65rem;margin:0;line-height:1.2}
    .statement{font-size:1.15rem;margin:.2rem 0 .7rem;color:var(--plot-muted-text)}
    .body{flex:1;min-height:0;display:flex;gap:1.5rem}
    .wide{flex-direction:column;gap:.5rem}
    .rows{flex:1 1 44%;min-width:0}.wide .rows{flex:0 0 auto}
    .picture{flex:1 1 56%;min-width:0;min-height:0;display:flex}
    .picture svg{width:100%;height:100%}
    table{border-collapse:collapse;width:100%;font-size:.95rem}
    th,td{text-align:left;vertical-align:top;padding:.24rem .5rem;
    border-bottom:1px solid var(--plot-grid)}
    th{font-weight:600;color:var(--plot-muted-text)}
    .n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    .remark{font-size:.82rem;color:var(--plot-muted-text)}
    .columns td,.columns th{padding:.34rem .5rem;white-space:pre-line}
    .right,.roughly,.wrong{white-space:nowrap;font-weight:600}
    .right{color:var(--plot-series-3)}.roughly{color:var(--plot-series-5)}
    .wrong{color:var(--plot-series-2)}
    .few{font-size:1.15rem}.few td{padding:.45rem .5rem}.few .remark{font-size:1rem}
    .item{min-width:17rem}.short{white-space:nowrap}.note{width:40%}
    .body:not(.wide) .item{min-width:0}.wide .rows .item{width:100%}
    .contents{columns:3;column-gap:2.5rem;line-height:1.75}.contents li{break-inside:avoid}
    .notes{flex:0 0 auto;margin:0;padding-left:1.1rem;font-size:.95rem;line-height:1.3}
    a{color:var(--plot-series-1)}
    code{font-family:ui-monospace,'DejaVu Sans Mono',monospace;font-size:.86rem}
    footer{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;
    font-size:.82rem;color:var(--plot-muted-text);padding-top:.4rem}
    @media (max-aspect-ratio:1/1){section{height:auto;min-height:100vh}.body{flex-direction:column}}
    @media print{section{break-after:page}}
    """
  }
}
