"""The learning rate over a training, before it begins."""

import numpy as np

from components.charts import VALIDATION_COLOR
from components.curves_figure import Curve, curves_figure, thin
from components.live_chart import draw_live_chart
from lab.config import RunConfig
from lab.i18n import _
from lab.schedules.constant import Constant

# Enough for a line; the real number of steps depends on the data set.
STEPS_AN_EPOCH = 20


def draw_schedule(config: RunConfig) -> None:
    """Draw the learning rate by epoch; nothing where it is constant.

    Args:
        config: the draft.
    """
    if isinstance(config.schedule, Constant):
        return
    rates = config.optimizer.learning_rate * config.schedule.factors(config.epochs, STEPS_AN_EPOCH)
    epochs, rates = thin(np.arange(len(rates)) / STEPS_AN_EPOCH, rates)
    curve = Curve(_("Learning rate"), VALIDATION_COLOR, epochs, rates, markers=False)
    draw_live_chart(curves_figure([curve], x_name=_("Epoch"), revision=config.schedule.name), key="schedule-curve")
