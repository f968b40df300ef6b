"""Parses a gallery's page as strictly as html5lib can, and says as JSON what stands in it.

    gallery_html.py PAGE
"""
import json, sys
import html5lib

parser = html5lib.HTMLParser(strict=True)
with open(sys.argv[1], "rb") as page:
    document = parser.parse(page)
space = "{http://www.w3.org/1999/xhtml}"
elements = [e for e in document.iter() if isinstance(e.tag, str)]
identifiers = [e.get("id") for e in elements if e.get("id")]
print(json.dumps({
    "language": document.get("lang"),
    "title": document.findtext(f".//{space}title"),
    "heading": document.findtext(f".//{space}h1"),
    "paragraphs": ["".join(e.itertext()) for e in elements if e.tag == space + "p"],
    "policy": next((e.get("content") for e in elements if e.get("http-equiv") == "Content-Security-Policy"), None),
    "handlers": [n for e in elements for n in e.attrib if n.startswith("on")],
    "inline": [e.tag for e in elements if e.get("style") or e.tag == space + "style" or (e.tag == space + "script" and (e.text or "").strip())],
    "addresses": [e.get(n) for e in elements for n in ("src", "href") if e.get(n)],
    "repeated": sorted({i for i in identifiers if identifiers.count(i) > 1}),
    "without_alternative": [e.get("src") for e in elements if e.tag == space + "img" and not e.get("alt")],
}))
