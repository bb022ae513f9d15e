package io.roomwise.agent.config;

import java.util.Map;

/**
 * What is logged.
 *
 * @param standard {@code logger.default}
 * @param logs {@code logger.logs}: levels by name; a name without a dot is one of our modules
 */
public record LoggerConfig(Level standard, Map<String, Level> logs) {
    /** From few to many lines. */
    public enum Level {
        ERROR,
        WARNING,
        INFO,
        DEBUG,
        TRACE
    }

    public LoggerConfig {
        logs = Map.copyOf(logs);
    }
}
