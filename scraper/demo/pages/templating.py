"""The page templates of each design."""

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template

from scraper.demo.sections import SECTIONS
from scraper.demo.weather import Design


@cache
def template(design: Design, name: str) -> Template:
    """Return a template; a design that lacks one uses the classic one."""
    return _environment(design).get_template(name)


@cache
def _environment(design: Design) -> Environment:
    package = "scraper.demo.pages"
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader(package, f"templates/{name}") for name in (design, Design.CLASSIC)]
        ),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.globals["sections"] = SECTIONS
    return environment
