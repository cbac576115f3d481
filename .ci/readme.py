"""Make README.md from nbs/index.ipynb: nbdev's processing, nbconvert's markdown, no quarto. With --check, execute the
notebook again and fail if README.md, numbers included, is not what comes out."""
import sys
from pathlib import Path

import nbformat
from nbconvert import MarkdownExporter
from nbconvert.preprocessors import ExecutePreprocessor

root = Path(__file__).resolve().parent.parent
notebook = nbformat.read(root/'nbs'/'index.ipynb', 4)
if '--check' in sys.argv:
    here = {'metadata': {'path': str(root/'nbs')}}
    ExecutePreprocessor(timeout=300, kernel_name='python3').preprocess(notebook, here)
notebook.cells = [c for c in notebook.cells if '#| hide' not in c.source]
for i, cell in enumerate(notebook.cells):
    if cell.cell_type != 'code': continue
    if '#| echo: false' in cell.source:            # only what it shows
        shown = ''.join(o.data.get('text/markdown', '') for o in cell.outputs)
        if not shown: sys.exit(f'index.ipynb: cell {i} shows nothing; execute the notebook first')
        notebook.cells[i] = nbformat.v4.new_markdown_cell(shown)
    else: cell.source = '\n'.join(l for l in cell.source.splitlines() if not l.startswith('#|'))
text, resources = MarkdownExporter().from_notebook_node(notebook)
if resources.get('outputs'): sys.exit('index.ipynb stores a picture; keep its outputs to text')
text = '<!-- made from nbs/index.ipynb by .ci/readme.py; edit that -->\n\n' + text.strip() + '\n'
readme = root/'README.md'
if '--check' in sys.argv:
    if readme.read_text() != text: sys.exit('README.md is not what nbs/index.ipynb gives: run python .ci/readme.py')
else: readme.write_text(text)
