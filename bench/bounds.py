"""The bounds, all in one place. No test fails on them."""

from typing import Literal, NamedTuple


class Bound(NamedTuple):
    """What a figure must be.

    Attributes:
        relation: at least or at most.
        limit: the bound.
        unit: of the figure and the bound.
    """

    relation: Literal[">=", "<="]
    limit: float
    unit: str

    def holds(self, value: float) -> bool:
        """Whether a figure is within the bound."""
        return value >= self.limit if self.relation == ">=" else value <= self.limit


BOUNDS = {
    "train_ratio_mlp": Bound(">=", 1.8, "times"),
    "train_ratio_rgb_cnn": Bound(">=", 0.95, "times"),
    "run_ratio": Bound(">=", 0.95, "times"),
    "feed_cached_ratio": Bound(">=", 10.0, "times"),
    "feed_first_epoch_ratio": Bound(">=", 1.5, "times"),
    "augment_ratio": Bound(">=", 5.0, "times"),
    "augment_heavy_ratio": Bound(">=", 0.6, "times"),
    "out_of_core_peak_fraction": Bound("<=", 1.0, "of the limit"),
    "resnet50_step_ratio": Bound(">=", 0.95, "times"),
    "parameter_mismatches": Bound("<=", 0.0, "networks"),
    "layer_table_small_s": Bound("<=", 0.5, "s"),
    "layer_table_resnet50_s": Bound("<=", 4.0, "s"),
    "layer_table_cached_s": Bound("<=", 0.3, "s"),
    "estimate_epoch_error": Bound("<=", 0.3, "of the truth"),
    "estimate_memory_error": Bound("<=", 0.35, "of the truth"),
    "start_to_first_point_s": Bound("<=", 2.0, "s"),
    "server_start_s": Bound("<=", 4.0, "s"),
    "page_switch_p95_s": Bound("<=", 0.6, "s"),
    "preview_p95_s": Bound("<=", 0.5, "s"),
    "preview_server_p95_s": Bound("<=", 0.15, "s"),
    "predict_small_p95_s": Bound("<=", 0.7, "s"),
    "predict_resnet50_p95_s": Bound("<=", 1.5, "s"),
    "predict_many_ratio": Bound(">=", 0.8, "times"),
    "quick_beside_slow_s": Bound("<=", 2.0, "s"),
    "service_memory_fraction": Bound("<=", 1.0, "of the limit"),
    "concept_p95_s": Bound("<=", 0.3, "s"),
    "concept_first_picture_p95_s": Bound("<=", 1.0, "s"),
    "playground_frames_per_s": Bound(">=", 10.0, "frames/s"),
    "histogram_s": Bound("<=", 1.0, "s"),
    "gradcam_resnet50_s": Bound("<=", 2.0, "s"),
    "activations_s": Bound("<=", 1.0, "s"),
    "tsne_s": Bound("<=", 15.0, "s"),
    "import_images_per_s": Bound(">=", 1500.0, "images/s"),
    "point_latency_p95_s": Bound("<=", 1.0, "s"),
    "point_latency_30_p95_s": Bound("<=", 2.0, "s"),
    "page_load_training_ratio": Bound(">=", 0.85, "times"),
    "page_load_while_training_p95_s": Bound("<=", 1.5, "s"),
    "server_cpu_30_cores": Bound("<=", 0.6, "cores"),
    "session_memory_mb": Bound("<=", 15.0, "MB"),
    "stop_s": Bound("<=", 5.0, "s"),
    "pause_s": Bound("<=", 5.0, "s"),
    "event_log_ms": Bound("<=", 0.2, "ms"),
    "runs_table_s": Bound("<=", 1.0, "s"),
    "comparison_s": Bound("<=", 1.0, "s"),
    "server_memory_mb": Bound("<=", 350.0, "MB"),
}
