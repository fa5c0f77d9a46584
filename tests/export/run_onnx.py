"""Checks ONNX files and runs them with ONNX Runtime; prints what came out as one JSON line a file.

    python3 run_onnx.py FOLDER

FOLDER/jobs.json is a list of {file, inputs: {name: shape}, output}. Inputs lie beside the file as
FILE.NAME, raw float32; the output is written to FILE.out.
"""
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

folder = pathlib.Path(sys.argv[1])
for job in json.loads((folder / "jobs.json").read_text()):
    path = folder / job["file"]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    inputs = {name: np.fromfile(f"{path}.{name}", np.float32).reshape(shape)
              for name, shape in job["inputs"].items()}
    (result,) = session.run([job["output"]], inputs)
    result.tofile(f"{path}.out")
    print(json.dumps({
        "file": job["file"],
        "shape": result.shape,
        "opset": model.opset_import[0].version,
        "domains": json.loads({p.key: p.value for p in model.metadata_props}["domains"]),
        "wanted": {i.name: i.shape for i in session.get_inputs()},
    }))
