"""OpenCV's VideoCapture doing what the live pipeline does: model-size pictures at 2.5 fps of a stream of 25.

usage: opencv_peer.py read|retrieve URL

"read" takes every picture, as its documentation shows; "retrieve" converts only the one in ten that is wanted. Prints a
dot for each picture of 640x360.
"""
import os
import sys

os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
import cv2  # noqa: E402  reads the variable when it is loaded

mode, url = sys.argv[1:]
capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG)
if not capture.isOpened():
    sys.exit(f"cannot open {url}")
taken = 0
while True:
    wanted = taken % 10 == 0
    taken += 1
    if mode == "retrieve":
        if not capture.grab():
            break
        read, picture = capture.retrieve() if wanted else (True, None)
    else:
        read, picture = capture.read()
    if not read:
        break
    if wanted:
        small = cv2.cvtColor(cv2.resize(picture, (640, 360), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
        sys.stdout.write("." if small.shape == (360, 640, 3) else "?")
        sys.stdout.flush()
