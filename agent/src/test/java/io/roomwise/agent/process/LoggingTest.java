package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.roomwise.agent.config.LoggerConfig;
import io.roomwise.agent.config.LoggerConfig.Level;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final Logger ours = logger("io.roomwise");
    private final ch.qos.logback.classic.Level before = ours.getLevel();

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @AfterEach
    void restore() {
        Logging.apply(new LoggerConfig(Level.WARNING, Map.of()));
        ours.setLevel(before);
    }

    @Test
    void aLevelThatIsGoneFromTheConfigurationIsTakenBack() {
        logger("library.quiet").setLevel(ch.qos.logback.classic.Level.ERROR);
        Logging.apply(new LoggerConfig(
                Level.INFO, Map.of("capture", Level.DEBUG, "library.quiet", Level.TRACE, "sync", Level.ERROR)));
        assertThat(logger("io.roomwise.capture").isDebugEnabled()).isTrue();
        assertThat(logger("library.quiet").isTraceEnabled()).isTrue();

        Logging.apply(new LoggerConfig(Level.INFO, Map.of("sync", Level.DEBUG)));

        assertThat(logger("io.roomwise.capture").getLevel()).isNull();
        assertThat(logger("io.roomwise.capture").isDebugEnabled()).isFalse();
        assertThat(logger("library.quiet").getLevel()).isEqualTo(ch.qos.logback.classic.Level.ERROR);
        assertThat(logger("io.roomwise.sync").isDebugEnabled()).isTrue();
    }
}
