"""A retro pack as one HTML file: no script, nothing loaded from anywhere, light and dark, good on paper."""

from __future__ import annotations

from html import escape

from dashboard.pack.model import Cell, Items, Pack, Section, Table

# Nothing may be loaded or run, whatever a document's text holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root{color-scheme:light dark;--ink:#26323d;--muted:#5f6c78;--line:#d5dbe1;--page:#fff;--head:#f1f4f6;--link:#0072B2;
--gap:#fdebdd;--gap-ink:#8c2d04}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--muted:#a3afba;--line:#3b4651;--page:#14191e;--head:#1e252c;
--link:#56B4E9;--gap:#4a2c17;--gap-ink:#ffd9b8}}
body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.2rem;margin:2rem 0 .25rem;border-top:1px solid var(--line);padding-top:1.25rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem;margin-top:.5rem}
th,td{border:1px solid var(--line);padding:.35rem .55rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:var(--head)}
a{color:var(--link)}
.gap{background:var(--gap);color:var(--gap-ink);font-weight:600}
.note{color:var(--muted);font-size:.9rem;margin-top:2.5rem}
@media print{body{max-width:none;padding:0}h2,tr{break-inside:avoid}h2{break-after:avoid}}
"""


def to_html(pack: Pack) -> str:
    """The pack as a self-contained page; every text is escaped."""
    body = "\n".join(_section(section) for section in pack.sections)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(pack.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(pack.title)}</h1>
<p>{escape(pack.answer)}</p>
{body}
<p class="note">{escape(pack.note)}</p>
</main>
</body>
</html>
"""


def _section(section: Section) -> str:
    shown = ""
    if isinstance(section.body, Table):
        shown = _table(section.body)
    elif isinstance(section.body, Items):
        name = "ol" if section.body.is_numbered else "ul"
        shown = f"<{name}>" + "".join(f"<li>{_cell(cell)}</li>" for cell in section.body.items) + f"</{name}>"
    return f"<section><h2>{escape(section.title)}</h2><p>{escape(section.said)}</p>{shown}</section>"


def _table(table: Table) -> str:
    total = sum(table.widths)
    head = "".join(
        f'<th scope="col" style="width:{100 * width / total:.0f}%">{escape(name)}</th>'
        for name, width in zip(table.columns, table.widths, strict=True)
    )
    rows = "".join("<tr>" + "".join(_table_cell(cell) for cell in row) + "</tr>" for row in table.rows)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _table_cell(cell: Cell) -> str:
    return f'<td class="gap">{_cell(cell)}</td>' if cell.is_gap else f"<td>{_cell(cell)}</td>"


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    return f'<a href="{escape(cell.url)}" rel="noreferrer noopener">{text}</a>' if cell.url else text
