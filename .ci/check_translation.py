"""What a smoke run of a translation must leave: the named metrics, finite numbers, and all of it made in time."""
import json, math, sys
from pathlib import Path

LIMIT = 120 # seconds

def not_finite(x, name):
    "Names of numbers that are none."
    if isinstance(x, float): return [] if math.isfinite(x) else [name]
    parts = x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else ()
    return [n for k, v in parts for n in not_finite(v, f'{name} {k}')]

def seconds(run):
    "Seconds that stages took; a stage within another counts once."
    done = [(f.stat().st_mtime, json.loads(f.read_text())['seconds']) for f in (run/'stages').glob('*.json')]
    total, begun = 0, math.inf
    for end, took in sorted(done, reverse=True):
        total += max(0, min(end, begun) - (end - took))
        begun = min(begun, end - took)
    return round(total, 1)

run, names = Path(sys.argv[1]), sys.argv[2:]
metrics = json.loads((run/'metrics.json').read_text())
log = [json.loads(line) for line in (run/'metrics.jsonl').read_text().splitlines()]
if missing := [n for n in names if n not in metrics]: sys.exit(f'metrics.json lacks {missing}')
wrong = not_finite(metrics, 'metrics.json') + not_finite(log, 'metrics.jsonl')
wrong = [n for n in wrong if not n.endswith('_covered uncovered words')] # such a set has no uncovered words
if wrong: sys.exit(f'no finite numbers: {wrong}; see which loss in metrics.jsonl went first')
print(f'{run.name}: {len(log)} lines of losses, {seconds(run)} s')
if seconds(run) > LIMIT: sys.exit(f'the stages took more than {LIMIT} s; see `seconds` in {run}/stages')
