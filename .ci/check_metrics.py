"""The metrics that a run must leave, and that the smoke run has learnt something."""
import json, sys
from pathlib import Path

m = json.loads((Path(sys.argv[1])/'metrics.json').read_text())
names = '''text_qa majority s2t_held_facts s2t_held_voices t2c_uer s2s_cascade s2s_echo s2s_conventional
s2s_echo_streaming judge_wer_true_speech units_per_text_token words_per_text_token
first_speech_tokens_offline first_speech_tokens_streaming seconds peak_rss_gb n_test n_facts seed'''.split()
missing = [n for n in names if m.get(n) is None]
if missing: sys.exit(f'metrics.json lacks {missing}')
if 'total' not in m['seconds']: sys.exit('metrics.json: seconds has no total')
print({n: m[n] for n in names if n != 'seconds'} | {'seconds': m['seconds']['total']})
if not m['s2t_answer'] > m['majority']:
    sys.exit(f"S2T {m['s2t_answer']} is not above the majority answer {m['majority']}")
if m['judge_wer_true_speech'] > .5: sys.exit(f"the judge's WER on true speech is {m['judge_wer_true_speech']}")
