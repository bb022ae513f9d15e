package io.roomwise.agent.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.roomwise.agent.config.LoggerConfig;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The levels that the user asked for; where the lines go is said by logback.xml. */
public final class Logging {
    private static final String OURS = "io.roomwise";

    /** Loggers that the configuration names, with the level that each had before. */
    private static final Map<String, Optional<Level>> REPLACED = new ConcurrentHashMap<>();

    private Logging() {}

    /**
     * Sets levels, takes back those of an earlier configuration, and takes in what libraries write to java.util.logging. One
     * thread.
     */
    public static void apply(LoggerConfig config) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        REPLACED.forEach((name, before) -> logger(name).setLevel(before.orElse(null)));
        REPLACED.clear();
        logger(OURS).setLevel(level(config.standard()));
        config.logs().forEach((name, level) -> {
            Logger named = logger(fullName(name));
            REPLACED.put(named.getName(), Optional.ofNullable(named.getLevel()));
            named.setLevel(level(level));
        });
    }

    /** From which level on our own lines are written, where {@code logger.logs} says nothing else. */
    static void level(org.slf4j.event.Level level) {
        logger(OURS).setLevel(Level.convertAnSLF4JLevel(level));
    }

    /**
     * Tells somebody every line of ours that is a warning or worse.
     *
     * @return ends it
     */
    static AutoCloseable tell(BiConsumer<org.slf4j.event.Level, String> listener) {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                    boolean error = event.getLevel().isGreaterOrEqual(Level.ERROR);
                    listener.accept(
                            error ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN,
                            event.getFormattedMessage());
                }
            }
        };
        appender.setContext(logger(OURS).getLoggerContext());
        appender.start();
        logger(OURS).addAppender(appender);
        return () -> {
            logger(OURS).detachAppender(appender);
            appender.stop();
        };
    }

    /** Everything at most at one level, for a screen that draws itself. */
    public static void quiet(LoggerConfig.Level level) {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(level(level));
        logger(OURS).setLevel(level(level));
    }

    /** Writes what still waits to be written. */
    public static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    /** {@code capture} is one of our modules, {@code ai.djl} a library. */
    private static String fullName(String name) {
        return name.contains(".") ? name : OURS + "." + name;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static Level level(LoggerConfig.Level level) {
        return level == LoggerConfig.Level.WARNING ? Level.WARN : Level.valueOf(level.name());
    }
}
