"""Alerts at the end of a crawl: they may fail, and the crawl does not."""

import logging
from datetime import datetime
from pathlib import Path

from tzlocal import get_localzone

from archive.folder import ArchiveFolder

logger = logging.getLogger(__name__)


def send_alerts(archive: Path, just_ended: int | None = None) -> None:
    """Send what an archive's alerts have to tell; `just_ended` is the crawl that ended just now.

    Never raises: what can't be sent is told in a warning, and tried again the next time.
    """
    folder = ArchiveFolder(archive)
    if not (folder.configuration.exists() or folder.alerts.exists()):
        return
    try:
        # Imported here: most archives have no alerts.
        from archive.alerts.delivery import deliver  # noqa: PLC0415
        from archive.configuration import read_configuration  # noqa: PLC0415

        configuration = read_configuration(folder)
        deliver(folder, configuration, datetime.now(get_localzone()), just_ended)
    except Exception as error:  # noqa: BLE001 -- see above
        logger.warning("Alerts were not sent: %s", error)
