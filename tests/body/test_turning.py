"""Our short sums against scipy's, which are slower and surer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from coach.body.turning import rotation, rotation_vector, turn_onto

components = st.floats(-3, 3)
vectors = st.tuples(components, components, components).map(np.array)


@given(vectors)
def test_vectors_become_the_same_matrices(vector) -> None:
    np.testing.assert_allclose(
        rotation(vector), Rotation.from_rotvec(vector).as_matrix(), atol=1e-9
    )


@given(vectors)
def test_matrices_become_the_same_turns(vector) -> None:
    turn = Rotation.from_rotvec(vector).as_matrix()
    np.testing.assert_allclose(rotation(rotation_vector(turn)), turn, atol=1e-7)


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, -1, 0), (0, 0, 1), (1, -2, 3)])
def test_half_a_turn_has_its_axis(axis) -> None:
    unit = np.array(axis) / np.linalg.norm(axis)
    found = rotation_vector(Rotation.from_rotvec(np.pi * unit).as_matrix())
    assert np.linalg.norm(found) == pytest.approx(np.pi)
    assert abs(found @ unit) == pytest.approx(np.pi)


@pytest.mark.parametrize("length", [0.0, 1e-12, 1e-7, 1e-5])
def test_next_to_no_turn_is_exact(length: float) -> None:
    vector = length * np.array([0.6, 0.0, -0.8])
    np.testing.assert_allclose(rotation_vector(rotation(vector)), vector, rtol=1e-9, atol=1e-20)


@pytest.mark.parametrize("mirrored", [False, True])
def test_points_are_laid_onto_others_as_scipy_does(mirrored: bool) -> None:
    rng = np.random.default_rng(3)
    a = rng.normal(size=(50, 3))
    b = a @ Rotation.from_rotvec([0.4, -1.1, 0.3]).as_matrix().T + rng.normal(0, 0.05, (50, 3))
    if mirrored:  # no rotation fits; a reflection must not be the answer
        b[:, 0] = -b[:, 0]
    weights = rng.uniform(0.1, 1, 50)
    wanted, _ = Rotation.align_vectors(b, a, weights=weights)
    found = turn_onto((weights[:, None] * b).T @ a)
    np.testing.assert_allclose(found, wanted.as_matrix(), atol=1e-9)
    assert np.linalg.det(found) == pytest.approx(1)
