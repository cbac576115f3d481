"""Make README.md from nbs/index.ipynb: nbdev's processing, nbconvert's markdown, no quarto. With --check, fail if README.md is stale."""
import sys
from pathlib import Path

import nbformat
from nbconvert import MarkdownExporter

root = Path(__file__).resolve().parent.parent
notebook = nbformat.read(root/'nbs'/'index.ipynb', 4)
notebook.cells = [c for c in notebook.cells if '#| hide' not in c.source]
for cell in notebook.cells:
    if cell.cell_type == 'code': cell.source = '\n'.join(l for l in cell.source.splitlines() if not l.startswith('#|'))
text, resources = MarkdownExporter().from_notebook_node(notebook)
if resources.get('outputs'): sys.exit('index.ipynb stores a picture; keep its outputs to text')
text = '<!-- made from nbs/index.ipynb by .ci/readme.py; edit that -->\n\n' + text.strip() + '\n'
readme = root/'README.md'
if '--check' in sys.argv:
    if readme.read_text() != text: sys.exit('README.md is not what nbs/index.ipynb gives: run python .ci/readme.py')
else: readme.write_text(text)
