package io.roomwise.capture;

/** What a stream is doing. */
public enum StreamState {
    /** Being opened; no frame yet. */
    CONNECTING,
    /** Frames arrive. */
    STREAMING,
    /** Known to be away: the last attempt failed or the stream broke; waiting for the next attempt. */
    OFFLINE,
    /** The reader was closed, or a file that does not repeat came to its end. */
    CLOSED
}
