package io.roomwise.capture;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/** One medium of an opened stream: packets in, frames out to the sink. Capture thread only. */
interface MediaTrack extends AutoCloseable {
    /**
     * Decodes a packet and delivers what comes out.
     *
     * @param time of the packet; null: nothing of it is delivered
     * @return number of frames that came out and were delivered
     */
    int decode(AVPacket packet, @Nullable FrameTime time);

    /** Delivers what the decoder held back; at the end of a file. */
    void end();

    /** {@code 640x360 h264}, {@code aac}; the size is that of the newest picture. */
    String description();

    @Override
    void close();
}
