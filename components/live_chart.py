"""Curves that grow while one looks at them, without flicker and without losing the zoom.

Streamlit's own charts give every update to a new chart: `st.plotly_chart` mounts anew, and `st.echarts_chart` forgets
the zoom. Plotly's own `react` with a `uirevision` changes only the data (docs/decisions/0007-live-curves.md).
"""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import plotly
from starlette.responses import FileResponse
from starlette.routing import Route

from components.browser_component import declare_component

PLOTLY_ADDRESS = "/lab/plotly.min.js"

JAVASCRIPT = """
const address = "PLOTLY_ADDRESS";
let loading = null;
let config = null;

function makeConfig(Plotly) {
  const download = (chart) => Plotly.downloadImage(chart, { format: "svg", filename: "curves" });
  return {
    responsive: true,
    displaylogo: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "sendChartToCloud", "toggleSpikelines"],
    modeBarButtonsToAdd: [{ name: "svg", title: "SVG", icon: Plotly.Icons.disk, click: download }],
  };
}

function loadPlotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.appendChild(script);
  });
  return loading;
}

function render({ data, parentElement }) {
  const place = parentElement.querySelector(".lab-curves");
  const color = (name) => getComputedStyle(place).getPropertyValue(name).trim();
  const axis = { gridcolor: color("--st-border-color"), zeroline: false };
  const layout = {
    ...data.layout,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: color("--st-text-color"), family: color("--st-font"), size: 12 },
    hoverlabel: { bgcolor: color("--st-secondary-background-color"), font: { color: color("--st-text-color") } },
    // Upright, beside the plot: in a row they would cover the legend.
    modebar: { orientation: "v", bgcolor: "rgba(0,0,0,0)", color: color("--st-text-color") },
    xaxis: { ...axis, ...data.layout.xaxis },
    yaxis: { ...axis, ...data.layout.yaxis },
  };
  loadPlotly().then((Plotly) => {
    // One and the same: Plotly draws everything anew, and forgets the zoom, where the configuration is another.
    config ??= makeConfig(Plotly);
    Plotly.react(place, data.traces, layout, config);
  });
}
""".replace("PLOTLY_ADDRESS", PLOTLY_ADDRESS)

_mount = declare_component(
    "lab_curves",
    html='<div class="lab-curves" style="height: 320px"></div>',
    js=JAVASCRIPT,
    isolate_styles=False,
)


def draw_live_chart(figure: Mapping[str, Any], key: str) -> None:
    """Draw curves, or bring those drawn before up to date.

    Args:
        figure: "traces" and "layout" as Plotly's JavaScript takes them.
        key: the chart's name; the same name is the same chart.
    """
    _mount(data=dict(figure), key=key)


async def _send_plotly(_request: object) -> FileResponse:
    path = Path(str(files(plotly) / "package_data" / "plotly.min.js"))
    # The address of a new version would be the same: a day, then the browser asks again.
    return FileResponse(path, media_type="text/javascript", headers={"Cache-Control": "public, max-age=86400"})


ROUTES = [Route(PLOTLY_ADDRESS, _send_plotly)]
