package io.roomwise.agent.process;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.RoomConfig;
import io.roomwise.capture.RoomId;
import io.roomwise.inference.StudentManifest;
import io.roomwise.mqtt.HubDevice;
import io.roomwise.mqtt.ModelUpdate;
import io.roomwise.mqtt.RoomDevice;
import io.roomwise.mqtt.RoomSettings;
import io.roomwise.sync.RoomLayout;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.event.Level;

/** What a configuration and a model are to Home Assistant. */
final class Devices {
    private final AgentConfig config;
    private final StudentManifest student;

    Devices(AgentConfig config, StudentManifest student) {
        this.config = config;
        this.student = student;
    }

    HubDevice hub(ModelUpdate model, Level logLevel) {
        return new HubDevice(
                Version.current(), new Machine().hardware(), Instant.now(), config.fingerprint(), logLevel, model);
    }

    /** @param settings of a room */
    List<RoomDevice> rooms(Function<RoomId, RoomSettings> settings) {
        return config.rooms().stream()
                .map(room -> room(room, settings.apply(room.id())))
                .toList();
    }

    private RoomDevice room(RoomConfig room, RoomSettings settings) {
        RoomLayout whole = room.layout();
        boolean heard = RoomStreams.hears(room, HomeAgent.SOUND);
        Set<String> alarms = new LinkedHashSet<>(
                student.classes().names().stream().filter(config::isAlarm).toList());
        return new RoomDevice(
                new RoomLayout(whole.room(), whole.views(), heard ? whole.microphones() : List.of()),
                room.friendlyName(),
                room.area().orElse(null),
                room.sensorNames(),
                config.windows().minViews(),
                student.classes(),
                student.name() + " " + student.version(),
                alarms,
                settings);
    }
}
