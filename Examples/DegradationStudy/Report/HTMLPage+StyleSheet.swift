import GradusPlots

extension HTMLPage {
  /// Light by default and on paper, dark where the reader's system asks for it.
  static var styleSheet: String {
    """
    :root{\(PlotColour.declarations(dark: false))--link:#0a58a6;--panel:#f6f7f9}
    @media screen and (prefers-color-scheme:dark){
    :root{\(PlotColour.declarations(dark: true))--link:#7cc0ff;--panel:#1f242a}
    }
    *{box-sizing:border-box}
    body{margin:0;background:var(--plot-background);color:var(--plot-text);
    font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
    main{max-width:1120px;margin:0 auto;padding:24px 16px 48px}
    h1{font-size:1.8rem;line-height:1.2;margin:0 0 .6em}
    h2{font-size:1.25rem;margin:2em 0 .5em;border-bottom:1px solid var(--plot-grid);
    padding-bottom:.2em}
    h3{font-size:1.05rem;margin:1.4em 0 .3em}
    p,li{max-width:75ch;overflow-wrap:anywhere}
    a{color:var(--link)}
    .lead{background:var(--panel);border-left:4px solid var(--plot-series-1);
    padding:.8em 1em;margin:0 0 1em;font-size:1.05rem;max-width:84ch}
    .lead p{margin:.3em 0}
    .scroll{overflow-x:auto}
    @media screen{.scroll table{min-width:56rem}}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
    .note{color:var(--plot-muted-text);font-size:.9rem;margin:.4em 0}
    th,td{padding:.35em .7em;border-bottom:1px solid var(--plot-grid);text-align:right;
    white-space:nowrap}
    thead th{white-space:normal;vertical-align:bottom}
    th:first-child{text-align:left}
    table.verdicts{width:100%;font-size:.92rem}
    .verdicts th,.verdicts td{white-space:normal;text-align:left;vertical-align:top;
    padding:.6em .7em .6em 0}
    .verdicts tbody th{font-weight:400;width:40%}
    .verdicts th span,.verdicts cite{display:block;margin-top:.2em}
    .verdicts cite{color:var(--plot-muted-text);font-size:.88em}
    .verdicts ul{margin:0;padding-left:1.1em}
    .verdicts li{overflow-wrap:anywhere}
    .verdict{display:inline-block;padding:.1em .6em;border-radius:1em;border:1.5px solid;
    font-weight:600;white-space:nowrap}
    .verdict.supported{color:var(--plot-series-3)}
    .verdict.refuted{color:var(--plot-series-2)}
    .verdict.undecided,.verdict.not-run{color:var(--plot-muted-text)}
    .across tbody th{font-weight:400;white-space:normal;min-width:11rem}
    .across td,.across thead th{text-align:left;vertical-align:top}
    .across tbody th{vertical-align:top}
    .across .note{display:block}
    table[aria-label^="Seeds"] td:last-child{white-space:normal;text-align:left}
    @media screen and (max-width:640px){
    .verdicts thead{display:none}
    .verdicts tr{display:block;border-bottom:1px solid var(--plot-grid);padding:.6em 0}
    .verdicts th,.verdicts td{display:block;width:auto!important;border:0;padding:.2em 0}
    }
    .figures{display:grid;gap:20px;
    grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr))}
    figure{margin:0;min-width:0;max-width:640px}
    figure>svg{display:block;width:100%;height:auto}
    figcaption{font-size:.88rem;color:var(--plot-muted-text);padding:0 10px}
    .download{white-space:nowrap}
    dl{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:.2em 1.2em}
    dt{color:var(--plot-muted-text)}
    dd{margin:0;overflow-wrap:anywhere}
    @page{margin:14mm}
    @media print{
    html{font-size:10pt}
    body{font-size:1rem}
    main{max-width:none;padding:0}
    .figures{display:block}
    figure{max-width:122mm;margin-bottom:5mm}
    figure,tr,.lead{break-inside:avoid}
    h2,h3,h2+p,h3+p{break-after:avoid}
    .scroll{overflow:visible}
    table{font-size:7.5pt}
    th,td{padding:.3em .4em}
    .download{display:none}
    }
    """
  }
}
