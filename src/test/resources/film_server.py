#!/usr/bin/python3
"""RTSP cameras of GStreamer's server that send one film over and over, encoded once: the same bits to every client.

usage: film_server.py PORT FILM B_FRAMES

The film's pictures are scaled to 1280x720, shown at 25 per second and encoded as cameras do: H.264 High, 2 Mbit/s, a key
frame every 2 s, B_FRAMES between two others; of three, others are built from the middle one, as x264 does by default.
Prints "ready N BYTES" when it serves N pictures at rtsp://127.0.0.1:PORT/film.
"""
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

FPS = 25


def samples(pipeline, frames=()):
    """All buffers that come out of a pipeline into which frames are put."""
    sink = pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    for i, frame in enumerate(frames):
        buffer = Gst.Buffer.new_wrapped(frame)
        buffer.pts, buffer.duration = i * Gst.SECOND // FPS, Gst.SECOND // FPS
        pipeline.get_by_name("in").emit("push-buffer", buffer)
    if frames:
        pipeline.get_by_name("in").emit("end-of-stream")
    while (sample := sink.emit("pull-sample")) is not None:
        yield sample.get_buffer()
    pipeline.set_state(Gst.State.NULL)


def encode(film, b_frames):
    """All access units with their decoding and presentation times in nanoseconds from the first decoding time."""
    raw = "video/x-raw,format=I420,width=1280,height=720,pixel-aspect-ratio=1/1"
    decoder = Gst.parse_launch(
        f'filesrc location="{film}" ! decodebin ! videoconvert ! videoscale ! {raw} ! appsink name=out sync=false'
    )
    frames = [buffer.extract_dup(0, buffer.get_size()) for buffer in samples(decoder)]
    encoder = Gst.parse_launch(
        f"appsrc name=in format=time max-bytes=0 caps={raw},framerate={FPS}/1 ! "
        f"x264enc bitrate=2000 key-int-max={2 * FPS} bframes={b_frames} b-pyramid={str(b_frames > 2).lower()} speed-preset=veryfast ! "
        f"video/x-h264,profile=high,stream-format=byte-stream,alignment=au ! appsink name=out sync=false"
    )
    units = [(buffer.extract_dup(0, buffer.get_size()), buffer.dts, buffer.pts) for buffer in samples(encoder, frames)]
    start = units[0][1]
    return [(data, dts - start, pts - start) for data, dts, pts in units]


class Film(GstRtspServer.RTSPMediaFactory):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.set_shared(True)
        self.set_launch(
            "( appsrc name=film is-live=true format=time caps=video/x-h264,stream-format=byte-stream,alignment=au,"
            f"width=1280,height=720,framerate={FPS}/1 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
        )

    def do_configure(self, media):
        source = media.get_element().get_by_name("film")
        gone = threading.Event()
        media.connect("unprepared", lambda _: gone.set())
        threading.Thread(target=self.play, args=(source, gone), daemon=True).start()

    def play(self, source, gone):
        while not gone.is_set() and (source.get_clock() is None or not source.get_base_time()):
            time.sleep(0.005)
        length = len(self.units) * Gst.SECOND // FPS
        start = time.monotonic_ns()
        sent = 0
        while not gone.is_set():
            data, dts, pts = self.units[sent % len(self.units)]
            passed = sent // len(self.units) * length
            time.sleep(max(0.0, (start + passed + dts - time.monotonic_ns()) / 1e9))
            buffer = Gst.Buffer.new_wrapped(data)
            buffer.dts = passed + dts
            buffer.pts = passed + pts
            buffer.duration = Gst.SECOND // FPS
            if source.emit("push-buffer", buffer) != Gst.FlowReturn.OK:
                return
            sent += 1


def main():
    Gst.init(None)
    port, film, b_frames = sys.argv[1:]
    units = encode(film, int(b_frames))
    server = GstRtspServer.RTSPServer(service=port)
    server.set_address("127.0.0.1")
    server.get_mount_points().add_factory("/film", Film(units))
    if server.attach(None) == 0:
        sys.exit(f"port {port} is taken")
    print(f"ready {len(units)} {sum(len(data) for data, _, _ in units)}", flush=True)
    GLib.MainLoop().run()


main()
