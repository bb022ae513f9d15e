#!/usr/bin/python3
"""One RTSP camera of GStreamer's server that plays a film in a loop, locked to the wall clock.

usage: footage_server.py PORT FILM USER:PASSWORD [ADDRESS]

The picture shown at wall time t is number floor(t * fps) modulo the film's length, so that several of these servers show
the same instant of a film that several cameras made together, and a test can tell which picture was due when. The film is
scaled to 640 pixels in width. Prints "ready N" when it serves N pictures at rtsp://ADDRESS:PORT/film.
"""
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

WIDTH = 640


def decode(film):
    """All pictures as I420 bytes, with height and frames per second."""
    pipeline = Gst.parse_launch(
        f'filesrc location="{film}" ! decodebin ! videoconvert ! videoscale ! '
        f"video/x-raw,format=I420,width={WIDTH},pixel-aspect-ratio=1/1 ! appsink name=out sync=false"
    )
    sink = pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    pictures, height, fps = [], 0, 0
    while True:
        sample = sink.emit("pull-sample")
        if sample is None:
            break
        caps = sample.get_caps().get_structure(0)
        height = caps.get_value("height")
        rate = caps.get_fraction("framerate")
        fps = rate.value_numerator / rate.value_denominator
        buffer = sample.get_buffer()
        pictures.append(buffer.extract_dup(0, buffer.get_size()))
    pipeline.set_state(Gst.State.NULL)
    return pictures, height, round(fps)


class Film(GstRtspServer.RTSPMediaFactory):
    def __init__(self, pictures, height, fps):
        super().__init__()
        self.pictures, self.fps = pictures, fps
        self.set_shared(True)
        self.set_launch(
            f"( appsrc name=film is-live=true format=time caps=video/x-raw,format=I420,width={WIDTH},height={height},"
            f"framerate={fps}/1 ! queue max-size-buffers=4 leaky=downstream ! x264enc tune=zerolatency "
            f"speed-preset=ultrafast bitrate=2000 key-int-max={fps} ! video/x-h264,profile=baseline ! h264parse ! "
            f"rtph264pay name=pay0 pt=96 config-interval=1 )"
        )

    def do_configure(self, media):
        source = media.get_element().get_by_name("film")
        gone = threading.Event()
        media.connect("unprepared", lambda _: gone.set())
        threading.Thread(target=self.play, args=(source, gone), daemon=True).start()

    def play(self, source, gone):
        while not gone.is_set() and (source.get_clock() is None or not source.get_base_time()):
            time.sleep(0.005)
        shown = int(time.time() * self.fps)
        while not gone.is_set():
            shown += 1
            time.sleep(max(0.0, shown / self.fps - time.time()))
            late = time.time() - shown / self.fps
            clock = source.get_clock()
            if clock is None:
                return  # nobody watches any more
            running = clock.get_time() - source.get_base_time()
            buffer = Gst.Buffer.new_wrapped(self.pictures[shown % len(self.pictures)])
            buffer.pts = max(0, running - int(late * Gst.SECOND))
            buffer.duration = Gst.SECOND // self.fps
            if source.emit("push-buffer", buffer) != Gst.FlowReturn.OK:
                return


def main():
    Gst.init(None)
    port, film = sys.argv[1], sys.argv[2]
    pictures, height, fps = decode(film)
    server = GstRtspServer.RTSPServer(service=port)
    server.set_address(sys.argv[4] if len(sys.argv) > 4 else "127.0.0.1")
    factory = Film(pictures, height, fps)
    user, password = sys.argv[3].split(":", 1)
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", user)
    auth.add_digest(user, password, token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role(user, "media.factory.access", True)
    permissions.add_permission_for_role(user, "media.factory.construct", True)
    factory.set_permissions(permissions)
    server.get_mount_points().add_factory("/film", factory)
    if server.attach(None) == 0:
        sys.exit(f"port {port} is taken")
    print(f"ready {len(pictures)} {height} {fps}", flush=True)
    GLib.MainLoop().run()


main()
