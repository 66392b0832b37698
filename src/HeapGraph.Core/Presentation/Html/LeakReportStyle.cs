namespace HeapGraph.Core.Presentation.Html;

/// <summary>The style of a report of leak suspects. It stands in the page as it is, so that its hash holds. Colours say nothing
/// that words or shapes don't say too.</summary>
internal static class LeakReportStyle
{
    public const string Text = """

        :root{color-scheme:light dark;--back:#fff;--card:#f6f7f9;--ink:#1a1a1a;--dim:#555;--line:#d5d9e0;--link:#0033cc;--high:#b00000;--medium:#7a5000;--low:#1f5f99;--mark:#fde8e8}
        @media(prefers-color-scheme:dark){:root{--back:#14161a;--card:#1d2026;--ink:#f2f2f2;--dim:#b4b8c0;--line:#3a3f49;--link:#a9c7ff;--high:#ff8a80;--medium:#f3c969;--low:#8cc4ff;--mark:#4a1d1d}}
        *{box-sizing:border-box}
        body{background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
        h2{font-size:1.2rem;line-height:1.35;margin:0 0 .5rem}
        h3{font-size:.95rem;margin:1rem 0 .25rem}
        p,ul{margin:.4rem 0}
        a{color:var(--link)}
        .facts,.dim{color:var(--dim)}
        .facts b{color:var(--ink)}
        .warning{border-left:4px solid var(--medium);background:var(--card);padding:.4rem .75rem}
        table{border-collapse:collapse;width:100%;margin:1.25rem 0;font-size:.95rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
        th{color:var(--dim);font-weight:600}
        .number{text-align:right;white-space:nowrap}
        .bar{display:block;width:6rem;height:.4rem;margin:.25rem 0 0 auto;background:var(--line)}
        .bar rect{fill:var(--low)}
        .high .bar rect{fill:var(--high)}
        .medium .bar rect{fill:var(--medium)}
        .severity{font-weight:700;white-space:nowrap;color:var(--low)}
        .high .severity{color:var(--high)}
        .medium .severity{color:var(--medium)}
        .trend{border:1px solid var(--dim);border-radius:.6rem;padding:0 .5rem;font-size:.85rem;white-space:nowrap}
        section{border:1px solid var(--line);border-left:6px solid var(--low);border-radius:.4rem;padding:1rem 1.1rem;margin:1.25rem 0}
        section.high{border-left-color:var(--high);border-left-style:double}
        section.medium{border-left-color:var(--medium)}
        .about{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;margin:0 0 .25rem}
        .drawn{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,22rem);gap:1rem}
        .chain{margin:.25rem 0;font:.85rem/1.5 ui-monospace,Menlo,Consolas,monospace}
        .chain ul{list-style:none;margin:0;padding-left:.9rem}
        .chain,.chain ul ul{padding-left:.9rem}
        .chain{list-style:none;padding-left:0}
        .chain li>ul>li::before{content:"└ ";color:var(--dim);margin-left:-.9rem}
        .via{color:var(--dim)}
        .value{color:var(--low)}
        mark{background:var(--mark);color:var(--high);font-weight:700;padding:.05rem .25rem;border-radius:.2rem}
        pre{background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.6rem .75rem;margin:.25rem 0;white-space:pre-wrap;font:.85rem/1.5 ui-monospace,Menlo,Consolas,monospace;user-select:all;-webkit-user-select:all}
        figure{margin:0}
        figure svg{max-width:100%;height:auto;max-height:44rem}
        .dark{display:none}
        footer{margin-top:1.75rem}
        footer h2{margin:1.25rem 0 .25rem}
        footer ul.dim{columns:20rem;column-gap:2.5rem}
        @media screen and (prefers-color-scheme:dark){.light{display:none}.dark{display:block}}
        @media(max-width:46rem){body{padding:1rem .6rem 2rem}section{padding:.75rem .7rem}.drawn{display:block}.chain li>ul>li::before{margin-left:-.45rem}.chain ul,.chain ul ul{padding-left:.45rem}thead{display:none}tr{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;border-bottom:1px solid var(--line);padding:.4rem 0}td{border:0;padding:0}td:nth-last-child(2){order:1;flex-basis:100%}td.number{margin-left:auto}h2{font-size:1.05rem}}
        @media print{:root{--back:#fff;--card:#fff;--ink:#000;--dim:#444;--line:#999;--link:#000;--high:#b00000;--medium:#7a5000;--low:#1f5f99;--mark:#fff}body{max-width:none;padding:0;font-size:11pt}section{break-inside:avoid-page}mark{border:1px solid}figure svg{max-height:16cm}tr,pre,li{break-inside:avoid}}

        """;
}
