import GradusPlots

/// The style sheet of a run's page: light or dark as the reader's system is.
enum RunPageStyle {
  static var sheet: String {
    """
    :root{\(PlotColour.declarations(dark: false))}
    @media (prefers-color-scheme:dark){:root{\(PlotColour.declarations(dark: true))}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--plot-background);color:var(--plot-text);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
    main{max-width:1180px;margin:0 auto;padding:16px 16px 40px}
    h1{font-size:1.6rem;line-height:1.2;margin:.2em 0 .5em;overflow-wrap:anywhere}
    .state{font-weight:600;margin:0 0 .4em;overflow-wrap:anywhere}
    progress{width:100%;height:.6rem;accent-color:var(--plot-series-1)}
    .values{display:grid;gap:.4em 1em;margin:.5em 0 0;
    grid-template-columns:repeat(auto-fill,minmax(10em,1fr))}
    .values dt{font-size:.85rem;color:var(--plot-muted-text)}
    .values dd{margin:0;font-size:1.1rem;font-variant-numeric:tabular-nums}
    #connection{color:var(--plot-series-2);margin:.6em 0;min-height:1.5em}
    .figures{display:grid;gap:20px;
    grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr))}
    figure{margin:0;min-width:0}
    figure svg{display:block;width:100%;height:auto}
    .narrow{display:none}
    @media (max-width:479px){.wide{display:none}.narrow{display:block}}
    details{margin-top:1.5em}
    details dl{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:.15em 1.2em}
    details dt{color:var(--plot-muted-text)}
    details dd{margin:0;overflow-wrap:anywhere}
    .note{font-size:.85rem;color:var(--plot-muted-text)}
    """
  }
}
