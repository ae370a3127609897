"""The lab as a server: `streamlit run app.py`."""

from streamlit import App

from components.backend import serve_backend
from components.live_chart import ROUTES as CHART_ROUTES
from components.split_export import ROUTES as EXPORT_ROUTES
from components.thumbnail_sheet import ROUTES as SHEET_ROUTES

# A script of its own: beside a folder named `pages` Streamlit would run a page alone where an address leads to it
# before anybody has opened Home (docs/decisions/0006-app-and-script.md).
app = App("components/main.py", lifespan=serve_backend, routes=[*CHART_ROUTES, *EXPORT_ROUTES, *SHEET_ROUTES])
