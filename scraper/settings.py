"""The settings of the Scrapy project; with the command line, all that reads the environment.

What a portal's profile decides (delay, robots.txt, user agent, private addresses, certificates)
is laid over these by the spider. Settings of our own:

LUUTRU_ALLOW_PRIVATE    whether addresses that are not public may be fetched from (bool)
LUUTRU_VERIFY_TLS       whether servers must prove who they are (bool)
LUUTRU_IDLE_TIMEOUT     seconds that a server may be silent
LUUTRU_BODY_FOLDER      folder for bodies too large for memory, until they are recorded;
                        unset: the system's folder for temporary files
LUUTRU_ARCHIVE          the folder of the archive
LUUTRU_WORKERS          processes that read pages and files
LUUTRU_PROGRESS         whether progress is shown on standard error (bool)
LUUTRU_BACKOFF          seconds before the first further try; doubled with each try
LUUTRU_MAX_WAIT         seconds that a server can make us wait with Retry-After, at most
LUUTRU_MAX_ATTACHMENT_SIZE  bytes of an attachment, at most
"""

import os

BOT_NAME = "luutru"
SPIDER_MODULES = ["scraper.spiders"]
NEWSPIDER_MODULE = "scraper.spiders"
COMMANDS_MODULE = "scraper.commands"

# Nothing listens, and nothing is asked that is not part of the crawl.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPPROXY_ENABLED = False

# Polite by default.
USER_AGENT = "luutru (web archive of public portals{})".format(
    f"; {contact}" if (contact := os.environ.get("LUUTRU_CONTACT")) else ""
)
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "luutru"
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
LUUTRU_ALLOW_PRIVATE = False
LUUTRU_VERIFY_TLS = True
DOWNLOAD_VERIFY_CERTIFICATES = True

# Downloads: asyncio without Twisted's reactor, and a handler that notes each exchange.
TWISTED_REACTOR_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "scraper.fetching.handler.DownloadHandler",
    "https": "scraper.fetching.handler.DownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# As Heritrix and wget do: payloads are kept as transferred, and read more widely uncompressed.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "*/*",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "identity",
}
DOWNLOAD_MAXSIZE = 100_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 300
LUUTRU_IDLE_TIMEOUT = 60
LUUTRU_MAX_ATTACHMENT_SIZE = 100_000_000

# Of all hosts together; of one no more than CONCURRENT_REQUESTS_PER_DOMAIN, so that hosts which
# are waited for leave room for the others.
CONCURRENT_REQUESTS = 64
SCHEDULER_PRIORITY_QUEUE = "scraper.fetching.queues.HostQueues"

REDIRECT_MAX_TIMES = 10
RETRY_TIMES = 3
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # what could not be had is told once, by whoever wanted it
LUUTRU_BACKOFF = 2.0
LUUTRU_MAX_WAIT = 600.0

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scraper.middlewares.robots.RobotsFailureMiddleware": 530,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scraper.middlewares.retry.PatientRetryMiddleware": 550,
    "scraper.middlewares.silence.SilenceMiddleware": 560,
    "scraper.middlewares.challenge.ChallengeMiddleware": 570,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scraper.middlewares.redirect.WebRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scraper.middlewares.cookies.CookiesMiddleware": 700,
    "scraper.middlewares.resume.ResumeMiddleware": 940,
    "scraper.middlewares.conditional.ConditionalMiddleware": 945,
    "scraper.middlewares.capture.CaptureMiddleware": 950,
}
EXTENSIONS = {
    "scraper.extensions.archiving.ArchiveExtension": 100,
    "scraper.extensions.progress.ProgressExtension": 200,
}
ITEM_PIPELINES = {
    "pipelines.stages.reading.ReadingStage": 100,
    "pipelines.stages.attachments.AttachmentsStage": 200,
}

LUUTRU_ARCHIVE = os.environ.get("LUUTRU_ARCHIVE", "data")
LUUTRU_WORKERS = os.cpu_count() or 1

# Speed: measured, see the table of benchmarks. What no portal needs is off.
DOWNLOADER_STATS = False
METAREFRESH_ENABLED = False
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
WARN_ON_GENERATOR_RETURN_VALUE = False
CONCURRENT_ITEMS = 1
# Pages wait in memory until they are on disk; as many bytes may.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 << 20
