"""Compiles the mail's MJML to the Jinja2 template that ships; run it after a change of alert.mjml.

pip install mrml && python tests/alert/compile_mail.py
"""

from pathlib import Path

import mrml

TEMPLATES = Path(__file__).parents[2] / "monitor" / "alert" / "templates"
NO_FONTS = mrml.RenderOptions(disable_comments=True, fonts={})


def main() -> None:
    source = (TEMPLATES / "alert.mjml").read_text(encoding="utf-8")
    compiled = mrml.to_html(source, render_options=NO_FONTS)
    if compiled.warnings:
        raise SystemExit("\n".join(map(str, compiled.warnings)))
    (TEMPLATES / "alert.html.j2").write_text(compiled.content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
