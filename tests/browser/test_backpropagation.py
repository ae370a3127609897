"""A step of gradient descent, taken by hand."""

from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

from lab.concepts.backpropagation import Backpropagation, move_weights
from lab.concepts.chain_rule import run_backward, run_forward

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_step_moves_the_weights_in_picture_and_address(server, page):
    concept = Backpropagation()
    forward = run_forward(concept.network, concept.inputs, concept.target, concept.activation)
    backward = run_backward(concept.network, concept.inputs, concept.target, forward)
    moved = move_weights(concept.network, backward.by_weights, concept.learning_rate)
    page.goto(f"{server.url}/concepts?concept=backpropagation")
    expect(page.locator(".concept svg")).to_contain_text(f"v₁ = {concept.network.v_1:.2f}")
    page.get_by_role("button", name="Take the step").click()
    expect(page.locator(".concept svg")).to_contain_text(f"v₁ = {moved.v_1:.2f}")
    page.wait_for_function("() => location.search.includes('weights=0.80')")
    found = dict(parse_qsl(page.url.partition("?")[2]))["weights"].split(",")
    assert [float(one) for one in found] == pytest.approx(moved, abs=1e-8)
