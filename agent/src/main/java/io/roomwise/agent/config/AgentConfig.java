package io.roomwise.agent.config;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.inference.InferenceConfig;
import io.roomwise.mqtt.MqttConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code agent run} needs to know.
 *
 * @param mqtt empty where {@code mqtt.enabled} is false
 * @param places for problems that show later
 */
public record AgentConfig(
        Optional<MqttConfig> mqtt,
        LoggerConfig logger,
        CaptureConfig capture,
        WindowsConfig windows,
        InferenceConfig inference,
        List<RoomConfig> rooms,
        Places places) {
    public AgentConfig {
        rooms = List.copyOf(rooms);
    }

    /** The same with another student. */
    public AgentConfig with(Path model) {
        return new AgentConfig(mqtt, logger, capture, windows, inference.with(model), rooms, places);
    }

    /** The same for another home. */
    public AgentConfig with(MqttConfig broker, List<RoomConfig> home) {
        return new AgentConfig(Optional.of(broker), logger, capture, windows, inference, home, places);
    }

    /** The same for some of the rooms, and no broker is told. */
    public AgentConfig silent(List<RoomConfig> some) {
        return new AgentConfig(Optional.empty(), logger, capture, windows, inference, some, places);
    }
}
