package io.roomwise.capture;

/** Why a stream could not be opened or read on; its message is the reason that people are told, without secrets. */
final class StreamException extends Exception {
    private static final long serialVersionUID = 1;

    /** How soon another attempt makes sense. */
    enum Retry {
        /** The usual back-off. */
        SOON,
        /** The answer will be the same until somebody changes something: at the longest interval. */
        LATE
    }

    private final Retry retry;

    StreamException(String reason, Retry retry) {
        super(reason);
        this.retry = retry;
    }

    StreamException(String reason) {
        this(reason, Retry.SOON);
    }

    Retry retry() {
        return retry;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
