"""The projections of the hub, each in a file of its own; the worker follows the log with all of them.

A new one: a file here, its tables in a migration, its queries in a file of hub/store, a line below.
"""

from hub.workflows.projections.attachments import Attachments
from hub.workflows.projections.bans import Bans
from hub.workflows.projections.cases import Cases
from hub.workflows.projections.council import CouncilRecords
from hub.workflows.projections.project import Projection
from hub.workflows.projections.searches import Searches
from hub.workflows.projections.summaries import Summaries
from hub.workflows.projections.traffic import Traffic

ALL: tuple[Projection, ...] = (
    Attachments(),
    Bans(),
    Cases(),
    CouncilRecords(),
    Searches(),
    Summaries(),
    Traffic(),
)
