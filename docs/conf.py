"""How Sphinx builds these pages. `docs/build.py` calls it; nothing here asks the network for anything."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

import shrinkage

project = "shrinkage"
author = "the authors of shrinkage"
project_copyright = "the authors of shrinkage; BSD 3-Clause"
version = release = shrinkage.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "plain_docstrings", "mathml"]
source_suffix = {".md": "markdown"}
root_doc = "index"
html_math_renderer = "mathml"

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # generated pages may skip a level of headings

autodoc_default_options = {"member-order": "bysource"}
autodoc_typehints = "none"  # docstrings say shapes and units, which types do not
autodoc_preserve_defaults = True
add_module_names = False
python_display_short_literal_types = True
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = "shrinkage"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
pygments_style = "tango"
pygments_dark_style = "monokai"
