package io.roomwise.capture;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/** Told of every packet of a session before it is decoded. Capture thread only. */
@FunctionalInterface
interface PacketListener {
    /**
     * @param packet valid only during the call
     * @param clock which has just told the packet's time
     * @param time of the packet; null if there is none
     */
    void onPacket(MediaRole role, AVPacket packet, StreamClock clock, @Nullable FrameTime time);
}
