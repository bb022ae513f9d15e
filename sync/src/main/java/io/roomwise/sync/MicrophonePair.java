package io.roomwise.sync;

/**
 * Two microphones of a room, by their positions in the layout.
 *
 * @param lags by which the first is later
 */
record MicrophonePair(int first, int second, LagWitnesses lags) {
    boolean has(int microphone) {
        return first == microphone || second == microphone;
    }

    int other(int microphone) {
        return first == microphone ? second : first;
    }

    /** How much later this one is than the other one. */
    double lagMillis(int microphone) {
        return first == microphone ? lags.lagMillis() : -lags.lagMillis();
    }
}
