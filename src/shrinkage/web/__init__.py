"""What a page is made of: report.js, report.css, kernel.wasm, built from web/ by ``npm --prefix web run build``."""
