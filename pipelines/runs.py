"""Whose records they are: the crawl that a WARC file names at its head, and how pages are read."""

from dataclasses import dataclass

from archive.profile import Profile
from archive.warc.reader import Info


@dataclass(frozen=True, slots=True)
class Rules:
    """By what pages are read: the parser's name and the portal's time zone."""

    parser: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Run:
    """The crawl that the records at hand belong to, by the `warcinfo` before them."""

    crawl_id: int
    started_at: str
    profile: Profile
    begins: bool = True
    """Whether the crawl went on here; not so in a file that was written after it, by an audit."""
    kind: str = "crawl"
    """`crawl` or `import`."""

    @classmethod
    def from_info(cls, info: Info) -> "Run":
        """Read what a crawl writes at the head of its files."""
        fields = info.fields
        profile = Profile.from_toml(fields["profile"], f"{info.position.file}: profile")
        begins = "purpose" not in fields
        kind = fields.get("kind", "crawl")
        return cls(int(fields["crawl"]), fields["crawlStarted"], profile, begins, kind)

    @property
    def rules(self) -> Rules:
        """By what its pages are read."""
        return Rules(self.profile.parser, self.profile.timezone)
