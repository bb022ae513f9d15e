package io.roomwise.capture;

/** Told about state changes, never about single frames. Called on thread {@code capture-<stream>}; must not block. */
@FunctionalInterface
public interface StreamListener {
    /** @param reason one line for people, without secrets: "401 Unauthorized", "no data for 10 s", "streaming 640x360 h264 + pcm_mulaw" */
    void onStreamState(StreamId stream, StreamState state, String reason);
}
