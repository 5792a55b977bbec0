"""Making a ``.task`` bundle out of bare ``.tflite`` models.

A bundle is a ZIP file whose members are stored, not deflated. Two of the six models need a
change first, since the Tasks API expects more of them than the API they were made for.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from coach.tracking.catalogue import Surgery

__all__ = ["IRIS_STAND_INS", "operate", "seal_holds", "write_bundle"]

FACE_VALUES = 468 * 3
IRIS_STAND_INS = (159, 133, 159, 33, 145, 386, 263, 386, 362, 374)
"""Landmarks of the eyelids that stand in for the ten iris points this model does not give.

They must lie on the face: in VIDEO mode the next region of interest is taken from all 478
points, so ten zeros would stretch it to the corner of the picture and lose the face.
"""
ALIGNMENT = 64
"""Where a member's bytes begin, so that weights can be used as they lie in the file."""
LOCAL_HEADER = 30
"""Bytes of a ZIP member's own header, before its name."""
ALIGNMENT_FIELD = b"\x35\xd9"
"""The ZIP extra field that Android's zipalign pads with."""
SEAL = b"assembled by coach, recipe 1, sha256 of the members "


def operate(model: bytes, surgery: Surgery) -> bytes:
    """Make a model out of the wheel fit for the Tasks API."""
    if surgery is Surgery.RGB_INPUT:
        return _with_rgb_input(model)
    if surgery is Surgery.IRIS_STAND_INS:
        return _with_iris_stand_ins(model)
    return model


def write_bundle(path: Path, members: Mapping[str, bytes]) -> None:
    """Write a bundle: aligned, the same bytes for the same members, and sealed.

    The seal is the archive's comment. It makes the file prove itself on later runs, although
    its exact bytes hang on the version of flatbuffers that packed the changed models.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        offset = 0
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # else the byte differs between Windows and the others
            info.external_attr = 0o644 << 16
            header = offset + LOCAL_HEADER + len(name) + 4
            padding = -header % ALIGNMENT
            info.extra = ALIGNMENT_FIELD + padding.to_bytes(2, "little") + bytes(padding)
            archive.writestr(info, content)
            info.extra = b""  # the directory at the end needs no padding
            offset = header + padding + len(content)
        archive.comment = SEAL + _digest(members).encode()


def seal_holds(path: Path, names: tuple[str, ...]) -> bool:
    """Tell whether this is a bundle of these members, assembled here and undamaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            if tuple(archive.namelist()) != names or not archive.comment.startswith(SEAL):
                return False
            members = {name: archive.read(name) for name in names}
            return archive.comment == SEAL + _digest(members).encode()
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError):
        return False


def _digest(members: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in members.items():
        total.update(hashlib.sha256(name.encode()).digest())
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def _with_rgb_input(model: bytes) -> bytes:
    """Add the metadata that says how pixels become numbers: (pixel - 0) / 255.

    A standard deviation of 1 runs too, and silently puts the joints some 15 px off.
    """
    from mediapipe.tasks.metadata import metadata_schema_py_generated as words
    from mediapipe.tasks.metadata import schema_py_generated as schema

    scaling = words.NormalizationOptionsT()
    scaling.mean, scaling.std = [0.0], [255.0]
    step = words.ProcessUnitT()
    step.optionsType = words.ProcessUnitOptions.NormalizationOptions
    step.options = scaling
    picture = words.ImagePropertiesT()
    picture.colorSpace = words.ColorSpaceType.RGB
    content = words.ContentT()
    content.contentPropertiesType = words.ContentProperties.ImageProperties
    content.contentProperties = picture
    tensor = words.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [step]
    graph = words.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    metadata = words.ModelMetadataT()
    metadata.name, metadata.subgraphMetadata = "PoseLandmarks", [graph]

    changed = schema.ModelT.InitFromPackedBuf(model, 0)
    entry = schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = _add_buffer(changed, schema, _pack(metadata, b"M001"))
    changed.metadata.append(entry)
    return _pack(changed, b"TFL3")


def _with_iris_stand_ins(model: bytes) -> bytes:
    """Append a GATHER that repeats ten landmarks, from 468 points to 478.

    The task reads 478 triples; given 468 it scrambles every one of them.
    """
    from mediapipe.tasks.metadata import schema_py_generated as schema

    points = np.append(np.arange(FACE_VALUES // 3), IRIS_STAND_INS)
    order = (3 * points[:, None] + np.arange(3)).ravel().astype("<i4")

    changed = schema.ModelT.InitFromPackedBuf(model, 0)
    graph = changed.subgraphs[0]
    short = int(graph.outputs[0])
    indices = schema.TensorT()
    indices.name, indices.type, indices.shape = "order", schema.TensorType.INT32, [order.size]
    indices.buffer = _add_buffer(changed, schema, order.tobytes())
    long = schema.TensorT()
    long.name, long.type = "landmarks_478", graph.tensors[short].type
    long.shape, long.buffer = [1, 1, 1, order.size], 0
    graph.tensors += [indices, long]

    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.GATHER
    code.version = 1
    changed.operatorCodes.append(code)
    axis = schema.GatherOptionsT()
    axis.axis = 3
    gather = schema.OperatorT()
    gather.opcodeIndex = len(changed.operatorCodes) - 1
    gather.inputs = [short, len(graph.tensors) - 2]
    gather.outputs = [len(graph.tensors) - 1]
    gather.builtinOptionsType = schema.BuiltinOptions.GatherOptions
    gather.builtinOptions = axis
    graph.operators.append(gather)
    graph.outputs = [len(graph.tensors) - 1, *graph.outputs[1:]]
    return _pack(changed, b"TFL3")


def _add_buffer(model: Any, schema: Any, content: bytes) -> int:
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(content, dtype=np.uint8)
    model.buffers.append(buffer)
    return len(model.buffers) - 1


def _pack(table: Any, identifier: bytes) -> bytes:
    import flatbuffers

    builder = flatbuffers.Builder(1 << 16)
    builder.Finish(table.Pack(builder), file_identifier=identifier)
    return bytes(builder.Output())
