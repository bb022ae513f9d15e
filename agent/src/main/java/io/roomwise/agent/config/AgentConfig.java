package io.roomwise.agent.config;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.inference.InferenceConfig;
import io.roomwise.mqtt.MqttConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that {@code agent run} needs to know.
 *
 * @param mqtt empty where {@code mqtt.enabled} is false
 * @param alarms {@code actions.<class>.alarm}: by class, where the user says so
 * @param storage {@code storage.path}: what is kept over a restart; empty: nothing is kept
 * @param offeredModel {@code model.offered}: where a newer student may appear
 * @param fingerprint short hash of the files that were read
 * @param places for problems that show later
 */
public record AgentConfig(
        Optional<MqttConfig> mqtt,
        Map<String, Boolean> alarms,
        LoggerConfig logger,
        CaptureConfig capture,
        WindowsConfig windows,
        InferenceConfig inference,
        Optional<Path> storage,
        Optional<Path> offeredModel,
        List<RoomConfig> rooms,
        String fingerprint,
        Places places) {
    public AgentConfig {
        alarms = Map.copyOf(alarms);
        rooms = List.copyOf(rooms);
    }

    /** The same with another student. */
    public AgentConfig with(Path model) {
        return new AgentConfig(
                mqtt,
                alarms,
                logger,
                capture,
                windows,
                inference.with(model),
                storage,
                offeredModel,
                rooms,
                fingerprint,
                places);
    }

    /** The same for another home, of which nothing is kept. */
    public AgentConfig with(MqttConfig broker, List<RoomConfig> home) {
        return passing(Optional.of(broker), home, Optional.empty());
    }

    /** The same for some of the rooms, as people have set them, and no broker is told. */
    public AgentConfig silent(List<RoomConfig> some) {
        return passing(Optional.empty(), some, storage);
    }

    private AgentConfig passing(Optional<MqttConfig> broker, List<RoomConfig> home, Optional<Path> kept) {
        return new AgentConfig(
                broker, alarms, logger, capture, windows, inference, kept, Optional.empty(), home, fingerprint, places);
    }

    /** The same, read from these files. */
    AgentConfig withFingerprint(String read) {
        return new AgentConfig(
                mqtt, alarms, logger, capture, windows, inference, storage, offeredModel, rooms, read, places);
    }

    /** Whether an action is worth an entity of its own: where the user does not say, a fall is. */
    public boolean isAlarm(String action) {
        return alarms.getOrDefault(action, action.equals("fall") || action.equals("falling"));
    }
}
