"""What html5lib reads in an HTML page: `html5lib_reference.py PAGE` prints JSON.

Errors are those of the HTML standard's parser; a page without any is well-formed.
"""

import json
import sys

import html5lib

with open(sys.argv[1], "rb") as page:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(page)


def texts(*names):
    return ["".join(element.itertext()) for name in names for element in document.iter(name)]


json.dump(
    {
        "errors": [f"{position}: {code} {details}" for position, code, details in parser.errors],
        "images": [image.get("src", "") for image in document.iter("img")],
        "headings": texts("h1", "h2", "h3"),
        "elements": sorted({element.tag for element in document.iter() if isinstance(element.tag, str)}),
        "bold": texts("b"),
        "articles": [article.get("class", "") for article in document.iter("article")],
    },
    sys.stdout,
)
