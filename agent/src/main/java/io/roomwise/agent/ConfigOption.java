package io.roomwise.agent;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.ConfigException;
import io.roomwise.agent.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config} of the commands that need a configuration. */
final class ConfigOption {
    private static final String STANDARD_FILE = "/etc/roomwise/agent.yaml";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = STANDARD_FILE,
            description = "default: ${DEFAULT-VALUE}")
    private Path file = Path.of(STANDARD_FILE);

    /** As it stands there now. */
    AgentConfig read() throws ConfigException {
        return ConfigFile.read(file, System.getenv());
    }

    /** The file's name as it was given. */
    @Override
    public String toString() {
        return file.toString();
    }
}
