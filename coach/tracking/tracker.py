"""A frame in, an observation out: the landmarkers, whose hand it is, and where to look."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coach.tracking.bundles import BundlePaths
from coach.tracking.close_look import CloseLook, OnBack, Search, Torso, without_ghosts
from coach.tracking.facing import Facing
from coach.tracking.identity import BodySide, HandIdentity, SeenHands
from coach.tracking.landmarkers import (
    FaceLandmarker,
    HandLandmarker,
    HandLandmarks,
    PoseLandmarker,
)
from coach.tracking.steady import SteadyBack
from coach.tracking.wrist_search import AtWrist
from coach.tracking.zoom import Crop, Zoom, around_body, around_head
from coach.types import BODY_POINTS, FACE_POINTS, HAND_POINTS, FloatArray, Frame, Observation

__all__ = ["Tracker"]

POSE_EVERY_S = 0.12
"""Bodies move slowly: the pose is looked for this often, and kept in between."""
FACE_ABSENT_EVERY_S = 0.4
"""How often a face is looked for after none was seen for a while (a back is in view)."""
COUNT_EVERY_S = 1.0
COUNT_UP_TO = 3
"""Faces are counted now and then by a landmarker of its own: one that looks for several faces
does not follow the one it has."""

LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_WRIST, RIGHT_WRIST = 11, 12, 15, 16
EYES = (263, 33)
"""Outer corners of the left, the right eye in the face mesh."""


class Tracker:
    """Follows one person, and up to two hands, through one clip or camera.

    A context manager; make a new one for every source, as the landmarkers follow what they saw.

    Parameters
    ----------
    models
        Where the landmark models are.
    """

    def __init__(self, models: BundlePaths) -> None:
        self._stack = ExitStack()
        with ExitStack() as opened:
            self._hands = opened.enter_context(HandLandmarker(models.hand, num_hands=2))
            self._face = opened.enter_context(FaceLandmarker(models.face, num_faces=1))
            self._crowd = opened.enter_context(FaceLandmarker(models.face, num_faces=COUNT_UP_TO))
            self._pose = opened.enter_context(PoseLandmarker(models.pose, num_poses=1))
            # The landmarkers let go of Python's lock while they work, so threads really help.
            self._pool = opened.enter_context(ThreadPoolExecutor(2))
            self._stack = opened.pop_all()
        self._hand_model = models.hand
        self._close_looks: dict[int, CloseLook] = {}
        self._identity = HandIdentity()
        self._zoom, self._head_zoom = Zoom(), Zoom()
        self._body_px, self._visibility = _no_body()
        self._people = 1
        self._t_ms = -1
        self._facing, self._back = Facing(), SteadyBack()
        self._was_back = False
        self._pose_s = self._face_s = self._counted_s = -math.inf

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the landmarkers and their threads go."""
        self._stack.close()

    def observe(self, frame: Frame) -> Observation:
        """Find hands, face and body in the next frame."""
        t_ms = self._t_ms = max(round(frame.t_s * 1000), self._t_ms + 1)
        height, width = frame.image_rgb.shape[:2]
        pose = (width, height), self._body_px, self._visibility
        head = self._head_zoom.choose(*pose, around_head)
        face_job = self._pool.submit(self._find_face, frame, head, t_ms)
        body_job = self._pool.submit(self._find_body, frame, t_ms)
        crop = self._zoom.choose(*pose, around_body)
        hands = self._hands.detect(_cropped(frame.image_rgb, crop), t_ms)
        hands = replace(hands, points_px=hands.points_px + crop.corner_px)
        face_px = face_job.result()
        self._body_px, self._visibility = body_job.result()
        torso = Torso.of(self._body_px, self._visibility)
        if not self._facing.is_own(frame.t_s, face_px, torso, self._body_px):
            face_px = np.full((FACE_POINTS, 3), np.nan)
        if self._facing.may_be_back(frame.t_s):
            if not self._back.push(frame.t_s, torso):
                self._body_px, self._visibility = _no_body()
            back = self._back.held(frame.t_s)
            search = OnBack(back) if back is not None else None
            hands = self._look_closely(0, frame, t_ms, search, hands)
        else:
            standing = AtWrist.of_standing(self._body_px, self._visibility, (width, height))
            for number, at_wrist in enumerate(standing):
                hands = self._look_closely(number, frame, t_ms, at_wrist, hands)
        return self._observation(frame, hands, face_px)

    def _look_closely(
        self, number: int, frame: Frame, t_ms: int, search: Search | None, known: HandLandmarks
    ) -> HandLandmarks:
        """Look for what a search misses, with a landmarker of its own, made when it is needed."""
        if number not in self._close_looks:
            if search is None or not search.misses(known):
                return known
            one = self._stack.enter_context(HandLandmarker(self._hand_model, num_hands=2))
            self._close_looks[number] = CloseLook(one)
        return self._close_looks[number].look(frame, t_ms, search, known)

    def _find_face(self, frame: Frame, head: Crop, t_ms: int) -> FloatArray:
        waited_s = frame.t_s - self._face_s
        if self._facing.is_absent(frame.t_s) and waited_s < FACE_ABSENT_EVERY_S:
            return np.full((FACE_POINTS, 3), np.nan)
        self._face_s = frame.t_s
        if frame.t_s - self._counted_s >= COUNT_EVERY_S:
            self._counted_s = frame.t_s
            self._people = max(1, len(self._crowd.detect(frame.image_rgb, t_ms).points_px))
        faces = self._face.detect(_cropped(frame.image_rgb, head), t_ms).points_px
        if not len(faces):
            return np.full((FACE_POINTS, 3), np.nan)
        face_px: FloatArray = faces[0] + np.append(head.corner_px, 0.0)
        return face_px

    def _find_body(self, frame: Frame, t_ms: int) -> tuple[FloatArray, FloatArray]:
        if frame.t_s - self._pose_s < POSE_EVERY_S:
            return self._body_px, self._visibility
        self._pose_s = frame.t_s
        poses = self._pose.detect(frame.image_rgb, t_ms)
        if not len(poses.points_px):
            return _no_body()
        return poses.points_px[0], poses.visibility[0]

    def _observation(self, frame: Frame, hands: HandLandmarks, face_px: FloatArray) -> Observation:
        body = _body_side(self._body_px, face_px)
        torso = self._back.held(frame.t_s)
        back = self._facing.is_back(frame.t_s)
        if back and torso is not None:
            hands, body = without_ghosts(hands, torso), _from_behind(torso)
        if back is not self._was_back:
            self._identity.forget()
        self._was_back = back
        left_share = np.where(hands.handedness == "Left", hands.score, 1 - hands.score)
        chosen = self._identity.assign(frame.t_s, SeenHands(hands.points_px, left_share), body)
        hands_px = np.full((2, HAND_POINTS, 2), np.nan)
        hands_world_m = np.full((2, HAND_POINTS, 3), np.nan)
        hands_score = np.full(2, np.nan)
        for side, index in enumerate(chosen):
            if index is not None:
                hands_px[side] = hands.points_px[index]
                hands_world_m[side] = hands.world_m[index]
                hands_score[side] = hands.score[index]
        height, width = frame.image_rgb.shape[:2]
        return Observation(
            t_s=frame.t_s,
            size_px=(width, height),
            hands_px=hands_px,
            hands_world_m=hands_world_m,
            hands_score=hands_score,
            face_px=face_px,
            body_px=self._body_px,
            body_visibility=self._visibility,
            people=self._people,
        )


def _no_body() -> tuple[FloatArray, FloatArray]:
    return np.full((BODY_POINTS, 2), np.nan), np.zeros(BODY_POINTS)


def _cropped(image_rgb: NDArray[np.uint8], crop: Crop) -> NDArray[np.uint8]:
    return np.ascontiguousarray(image_rgb[crop.top : crop.bottom, crop.left : crop.right])


def _from_behind(torso: Torso) -> BodySide:
    """Where left and right are on a back: a pose takes it for a front now and then.

    The hands are a partner's, so the pose's wrists say nothing of them.
    """
    up, half_px = torso.up_px, torso.shoulder_px / 2
    # Up along a back the person's left is on the left, however they lie.
    across_px = half_px * np.array([up[1], -up[0]]) / max(np.hypot(*up), 1.0)
    return BodySide(torso.hips_px + up, across_px, np.full((2, 2), np.nan))


def _body_side(body_px: FloatArray, face_px: FloatArray) -> BodySide:
    """Where left and right are, from the shoulders, else from the eyes."""
    shoulders = body_px[[LEFT_SHOULDER, RIGHT_SHOULDER]]
    wrists_px = body_px[[LEFT_WRIST, RIGHT_WRIST]]
    if np.isfinite(shoulders).all():
        return BodySide(shoulders.mean(axis=0), (shoulders[0] - shoulders[1]) / 2, wrists_px)
    left, right = face_px[EYES[0], :2], face_px[EYES[1], :2]
    # A shoulder half width is about twice the distance of the outer eye corners.
    return BodySide((left + right) / 2, 2 * (left - right), wrists_px)
