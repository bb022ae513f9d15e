package io.roomwise.agent.config;

import io.roomwise.sync.SyncConfig;

/**
 * {@code windows:}, as far as it does not come with the model.
 *
 * @param minViews a room is available while at least so many of its views stream
 */
public record WindowsConfig(int toleranceMillis, int maxWaitMillis, int minViews, boolean soundClock) {
    public WindowsConfig {
        if (minViews < 1) {
            throw new IllegalArgumentException("windows.min_views must be at least 1, was " + minViews);
        }
    }

    /** What synchronization needs, for a model's grid and the largest picture that capture delivers. */
    public SyncConfig sync(double framesPerSecond, boolean sound, int maxWidth, int maxHeight) {
        return new SyncConfig(framesPerSecond, sound, toleranceMillis, maxWaitMillis, maxWidth, maxHeight, soundClock);
    }
}
