package io.roomwise.capture;

/** Why a stream could not be opened or read on; its message is the reason that people are told, without secrets. */
final class StreamException extends Exception {
    private static final long serialVersionUID = 1;

    /** How soon another attempt makes sense. */
    enum Retry {
        /** The usual back-off. */
        SOON,
        /** The answer will be the same until somebody changes something: at the longest interval. */
        LATE,
        /** As late, but soon for what has streamed: restreamers answer as if there were no such path while a camera is away. */
        LATE_IF_NEVER_SEEN
    }

    private final Retry retry;
    private final boolean stall;

    private StreamException(String reason, Retry retry, boolean stall) {
        super(reason);
        this.retry = retry;
        this.stall = stall;
    }

    StreamException(String reason, Retry retry) {
        this(reason, retry, false);
    }

    StreamException(String reason) {
        this(reason, Retry.SOON);
    }

    /** The connection stands, but what is to come does not. */
    static StreamException stall(String reason) {
        return new StreamException(reason, Retry.SOON, true);
    }

    boolean isStall() {
        return stall;
    }

    Retry retry() {
        return retry;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
