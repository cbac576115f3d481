"""Packaging: every version and requirement stands in settings.ini; nothing is repeated here."""
import shlex
from configparser import ConfigParser
from pathlib import Path
from setuptools import find_packages, setup

root = Path(__file__).parent
parser = ConfigParser(delimiters=['='])
parser.read(root/'settings.ini', encoding='utf-8')
cfg = parser['DEFAULT']

def requirements(key): return shlex.split(cfg.get(key, '') or '')

extras = {name: requirements(f'{name}_requirements') for name in ('corpus', 'measures', 'notebook', 'serve', 'translation')}
extras['dev'] = sorted({r for rs in extras.values() for r in rs} | set(requirements('dev_requirements')))
extras['ray'] = requirements('ray_requirements')             # a cluster is nobody's development machine

setup(
    name=cfg['lib_name'], version=cfg['version'], description=cfg['description'], keywords=cfg['keywords'],
    author=cfg['author'], author_email=cfg['author_email'], url=cfg['git_url'], license='Apache-2.0',
    long_description=(root/'README.md').read_text(encoding='utf-8'), long_description_content_type='text/markdown',
    packages=[*find_packages(include=['echox', 'echox.*']), 'echox.configs', 'echox.page'],
    package_dir={'echox.configs': 'configs', 'echox.page': 'page'},
    package_data={'echox.configs': ['*.yaml'], 'echox.page': ['*']}, # presets and the server's page, wherever it is installed
    python_requires=f">={cfg['min_python']}", install_requires=requirements('requirements'), extras_require=extras,
    classifiers=['Development Status :: 3 - Alpha', 'Intended Audience :: Science/Research',
                 'Programming Language :: Python :: 3.11', 'Programming Language :: Python :: 3.12'],
    entry_points={'console_scripts': cfg['console_scripts'].split(), 'nbdev': [f"{cfg['lib_name']}={cfg['lib_name']}._modidx:d"]},
    zip_safe=False)
