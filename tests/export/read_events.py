"""Reads a run's folder with TensorBoard's own reader and prints what it shows, as JSON.

    python3 read_events.py FOLDER
"""
import hashlib
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

everything = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0})
everything.Reload()
tags = everything.Tags()
print(json.dumps({
    "scalars": {tag: [(e.step, e.value) for e in everything.Scalars(tag)] for tag in tags["scalars"]},
    "images": {tag: [{"step": e.step, "width": e.width, "height": e.height,
                      "sha256": hashlib.sha256(e.encoded_image_string).hexdigest()}
                     for e in everything.Images(tag)] for tag in tags["images"]},
}))
