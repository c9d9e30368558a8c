"""How quickly the console makes its pages of a large exchange: `python -m tests.bench.pages`.

The exchange of the tests is multiplied where lists and sums are read from: cases on desks, traffic and its sums, messages
with their leaves. What a page shows of one record (a case, a message) is real. Every page is asked for by somebody who
may open it, one after the other, over HTTP on loopback; Chromium tells when the largest part of the first pages stood.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import quantiles
from typing import Any

import asyncpg

from hub.embedded.cluster import make_cluster
from hub.store import migrate
from tests.console.browser import open_browser
from tests.console.served import Served, open_served
from tests.console.sweep import PAGES
from tests.integration.hubs import MEMBERS, ORIGIN
from tests.support.hub import make_site

SKIPPED = 3  # first answers of a page: templates and statements are prepared
PAINTED = ("/tasks", "/readmission", "/readmission/{owner}/{case}", "/health", "/work-plan")
PAIRS = "ARRAY['ru-guvm','tj-mvd','kz-mvd','kg-migration','by-mvd','tj-molme']"
MULTIPLY = (
    """INSERT INTO case_desk SELECT party, kind, owner, subject || '-' || n, inbound, other, stage, open, opened,
    1000000000 + n * 100 + row_number() OVER (), opened_at, moved_at - n * interval '1 minute', acting, term, verified,
    stopped, due_on, due_at, coalesce(due_at, 'infinity') + n * interval '1 minute', judged, until, assignee
    FROM case_desk, generate_series(1, $1::bigint) AS n WHERE subject = 'KZ-TEST-0003'""",
    """INSERT INTO case_event SELECT 1000000000 + n, kind, owner, subject || '-' || n, parties, type, sender,
    gen_random_uuid(), agreement, at, registered, facts, state, version, newest
    FROM case_event, generate_series(1, $1::bigint) AS n WHERE subject = 'KZ-TEST-0003' AND newest""",
    f"""INSERT INTO traffic SELECT 1000000000 + n, ({PAIRS})[1 + (n + 1 + n / 6 % 5) % 6], ({PAIRS})[1 + n % 6],
    (ARRAY['entry-ban','readmission-request','readmission-reply','receipt'])[1 + n % 4], moment,
    CASE WHEN n % 200 = 0 THEN NULL WHEN n % 211 = 0 THEN 'rejected' ELSE 'processed' END,
    CASE WHEN n % 200 = 0 THEN NULL ELSE moment + interval '7 seconds' END, NULL, (ARRAY['1.0','1.1','1.2'])[1 + n % 3]
    FROM generate_series(1, $1::bigint) AS n, LATERAL (SELECT now() - n * interval '5 seconds' AS moment) AS taken""",
    """INSERT INTO traffic_span SELECT width, to_timestamp(floor(extract(epoch FROM at) / width) * width), sender,
    recipient, count(*), count(*) FILTER (WHERE status = 'rejected'),
    ARRAY[0, 0, 0, count(*) FILTER (WHERE status = 'processed'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    FROM traffic, (SELECT DISTINCT width FROM traffic_span) AS widths WHERE index > 1000000000 AND $1::bigint > 0
    GROUP BY 1, 2, 3, 4 ON CONFLICT DO NOTHING""",
    """INSERT INTO leaf SELECT 1000000000 + n, convert_to(repeat('x', 500), 'UTF8')
    FROM generate_series(1, $1::bigint) AS n""",
    """INSERT INTO message SELECT 1000000000 + n, sender, gen_random_uuid(), sha256, type, group_size, body, kid, key,
    wrapped FROM generate_series(1, $1::bigint) AS n, (SELECT * FROM message WHERE type = 'entry-ban' LIMIT 1) AS one""",
)
OF_CASES = 2  # how many of these are counted by cases; the others by messages


@contextlib.asynccontextmanager
async def open_large(cases: int, messages: int) -> AsyncIterator[Served]:
    """Serve a console of an exchange with so many cases and messages until the block ends."""
    cluster = make_cluster(None, durable=False)
    with contextlib.ExitStack() as stack:
        stack.callback(cluster.close)
        cluster.start()
        cluster.create_database("hub")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-pages-")))
        conn = await asyncpg.connect(cluster.dsn("hub"))
        await migrate.migrate(conn)
        async with open_served(make_site(folder, MEMBERS, origin=ORIGIN), cluster.dsn("hub")) as served:
            for number, statement in enumerate(MULTIPLY):
                await conn.execute(statement, cases if number < OF_CASES else messages)
            await conn.execute("VACUUM ANALYZE")
            await conn.close()
            yield served


async def measure_page(served: Served, page: Any, times: int) -> dict[str, Any]:
    """Ask for a page again and again; milliseconds from the request to the last byte."""
    async with served.client(await served.opener(page)) as client:
        took = []
        for _ in range(SKIPPED + times):
            begun = time.perf_counter()
            async with client.get(page.address()) as answer:
                content = await answer.read()
            took.append((time.perf_counter() - begun) * 1000)
    steps = quantiles(took[SKIPPED:], n=20)
    return {"page": page.path, "p50_ms": round(steps[9], 1), "p95_ms": round(steps[18], 1), "bytes": len(content)}


PAINT = """() => new Promise((tell) => {
  new PerformanceObserver((list) => tell(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true});
})"""


async def measure_paint(served: Served) -> dict[str, int]:
    """Return when the largest part of some pages stood, in milliseconds after the click; the cache is empty."""
    found = {}
    async with open_browser() as browser:
        for page in (each for each in PAGES if each.path in PAINTED):
            async with served.visitor(browser, await served.opener(page)) as watched:
                await watched.page.goto(page.address(), wait_until="networkidle")
                found[page.path] = round(await watched.page.evaluate(PAINT))
    return found


async def measure(cases: int, messages: int, times: int) -> dict[str, Any]:
    """Return the figures of all pages, the slowest first."""
    async with open_large(cases, messages) as served:
        pages = [await measure_page(served, page, times) for page in PAGES]
        paint = await measure_paint(served)
    pages.sort(key=lambda each: -each["p95_ms"])
    return {"cases": cases, "messages": messages, "pages": pages, "largest_contentful_paint_ms": paint}


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40)
    given = parser.parse_args()
    json.dump(asyncio.run(measure(given.cases, given.messages, given.times)), sys.stdout, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
