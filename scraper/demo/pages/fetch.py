"""What SharePoint writes into a page anew at each fetch."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from scraper.demo.chance import dice, hexdigits
from scraper.demo.pages.dates import long_date

SPONSORS = (
    "Ngân hàng An Bình Dương: lãi suất ưu đãi cho doanh nghiệp khu công nghiệp",
    "Hội chợ hàng Việt 2021: mời đăng ký gian hàng",
    "Vay mua nhà ở xã hội, thủ tục nhanh gọn",
    "Trường nghề Thuận Giao tuyển sinh khóa mới",
)


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch of one page: the portal's seed and address, the fetch's number and moment."""

    seed: str
    base: str
    serial: int
    now: datetime
    noisy: bool = False
    """Whether it has adverts, and is written in another order each time."""

    @property
    def digest(self) -> str:
        """`__REQUESTDIGEST`: 128 hexadecimal digits and the time of the server."""
        stamp = f"{self.now.astimezone(UTC):%d %b %Y %H:%M:%S} -0000"
        return f"0x{hexdigits(128, self.seed, self.serial, 'digest')},{stamp}"

    @property
    def correlation(self) -> str:
        """The request's GUID, which SharePoint logs name."""
        h = hexdigits(32, self.seed, self.serial, "correlation").lower()
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    @property
    def validation(self) -> str:
        """`__EVENTVALIDATION`."""
        return "/wEdAAY" + hexdigits(64, self.seed, self.serial, "validation")

    @property
    def tag(self) -> str:
        """The site client tag."""
        return f"{self.serial}$$16.0.4939.1000"

    @property
    def utc(self) -> str:
        """The server's clock as its scripts know it."""
        return f"{self.now.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000Z"

    @property
    def clock(self) -> str:
        """The server's clock as readers see it."""
        return long_date(self.now)

    @property
    def rfc822(self) -> str:
        """The server's clock as feeds and HTTP headers write it."""
        return http_date(self.now)

    @property
    def advert(self) -> tuple[str, str]:
        """An advert of this fetch: where it leads, and its words."""
        rng = dice(self.seed, self.serial, "advert")
        sponsor = rng.choice(SPONSORS)
        return f"https://quangcao.example/bam?c={rng.randint(1000, 9999)}", sponsor

    @property
    def visitors(self) -> str:
        """The site's own counter, with dots between thousands."""
        return f"{1_204_511 + self.serial:,}".replace(",", ".")


def http_date(moment: datetime) -> str:
    """Return a moment as RFC 9110, 5.6.7 writes it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
