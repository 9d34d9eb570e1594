#!/usr/bin/env python3
"""Lays a report out in a real browser and reports what a reader would stumble over.

    Scripts/check-report.py REPORT.html [--browser chromium]

At the widths of a telephone, a tablet, a laptop and a large screen: a page that scrolls sideways, text
that lies on other text or outside its picture, pictures without a description, characters that no font
of the machine has. Exits with 1 when there is any.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

WIDTHS = [500, 800, 1200, 1900]

# Runs in the page and leaves its findings, one a line, as the page's only text.
PROBE = """
<script>
window.addEventListener('load', () => {
  const findings = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    findings.push(`the page is ${root.scrollWidth} pixels wide in a window of ${root.clientWidth}`);
  const describe = (picture) =>
    picture.getAttribute('aria-label') || picture.querySelector('title')?.textContent || '';
  const pictures = [...document.querySelectorAll('svg')].filter((x) => !x.parentElement.closest('svg'));
  let texts = 0;
  for (const picture of pictures) {
    const name = describe(picture);
    if (!name) findings.push('a picture has no description');
    const frame = picture.getBoundingClientRect();
    const labels = [...picture.querySelectorAll('text')].filter((x) => x.textContent.trim());
    const boxes = labels.map((x) => x.getBoundingClientRect());
    texts += labels.length;
    boxes.forEach((a, i) => {
      const label = labels[i].textContent.trim();
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1
          || a.bottom > frame.bottom + 1)
        findings.push(`"${label}" leaves the picture: ${name}`);
      boxes.slice(i + 1).forEach((b, j) => {
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1 && height > 3)
          findings.push(`"${label}" lies on "${labels[i + 1 + j].textContent.trim()}": ${name}`);
      });
    });
  }
  // A character without a glyph is drawn like one that is never assigned.
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  pen.font = `16px ${getComputedStyle(document.body).fontFamily}`;
  const draw = (character) => {
    pen.clearRect(0, 0, 40, 40);
    pen.fillText(character, 8, 24);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const missing = draw('\\u{10FFFE}');
  for (const character of new Set(document.body.innerText))
    if (character.codePointAt(0) > 0x7f && draw(character) === missing)
      findings.push(`no glyph for ${character} (U+${character.codePointAt(0).toString(16)})`);
  const result = document.createElement('pre');
  result.id = 'findings';
  result.textContent = [`${pictures.length} pictures, ${texts} labels`, ...findings].join('\\n');
  document.body.replaceChildren(result);
});
</script>
"""


def findings(page: pathlib.Path, browser: str, width: int) -> list[str]:
    """What the probe found in `page`, laid out `width` pixels wide; first the counts."""
    shown = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},2000",
         "--virtual-time-budget=5000", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=300, check=True).stdout
    found = re.search(r'<pre id="findings">(.*?)</pre>', shown, re.DOTALL)
    if not found:
        sys.exit(f"{browser} did not lay out {page}")
    return found.group(1).splitlines()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--browser", default="chromium")
    options = parser.parse_args()
    text = options.report.read_text(encoding="utf-8")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "report.html"
        page.write_text(text.replace("</body>", PROBE + "</body>"), encoding="utf-8")
        for width in WIDTHS:
            counts, *problems = findings(page, options.browser, width)
            print(f"{width} pixels: {counts}, {len(problems)} problems")
            for problem in problems:
                print("  " + problem)
            failed = failed or bool(problems)
    sys.exit(1 if failed else 0)


main()
