package io.roomwise.agent.config;

import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.Playback;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code homes.<home>.rooms.<room>.sensors.<sensor>}. */
final class RoomSections {
    private final Section root;
    private final CaptureConfig capture;
    private final List<RoomConfig> rooms = new ArrayList<>();
    private int streams;

    RoomSections(Section root, CaptureConfig capture) {
        this.root = root;
        this.capture = capture;
    }

    List<RoomConfig> read() {
        root.sections("homes", "home")
                .forEach((home, section) -> section.sections("rooms", "room").forEach((room, roomSection) -> roomSection
                        .make(() -> new RoomId(home, room))
                        .ifPresent(id -> rooms.add(room(id, roomSection)))));
        if (rooms.isEmpty() && root.section("homes").isSound()) {
            root.problem("homes", "needs at least one room with a camera");
        }
        return rooms;
    }

    private RoomConfig room(RoomId id, Section room) {
        String name = room.text("friendly_name", id.room());
        if (name.isBlank()) {
            room.problem("friendly_name", "must not be blank");
        }
        String area = room.text("suggested_area", "");
        Map<String, String> names = new LinkedHashMap<>();
        List<RoomConfig.Stream> found = new ArrayList<>();
        room.sections("sensors", "sensor").forEach((sensor, section) -> {
            names.put(sensor, section.text("friendly_name", sensor));
            found.addAll(sensor(id, sensor, section));
        });
        var config = new RoomConfig(id, name, Optional.of(area).filter(text -> !text.isBlank()), names, found);
        if (config.layout().views().isEmpty() && room.section("sensors").isSound()) {
            room.problem("sensors", "needs at least one input with the role video");
        }
        return config;
    }

    private List<RoomConfig.Stream> sensor(RoomId room, String sensor, Section section) {
        List<RoomConfig.Stream> found = new ArrayList<>();
        List<Section> inputs = section.items("inputs");
        if (inputs.isEmpty()) {
            section.problem("inputs", "needs at least one input, for example - path: rtsp://192.168.1.10/sub");
        }
        int clockOffset = section.integer("clock_offset_ms", 0);
        int audioOffset = section.integer("audio_offset_ms", 0);
        for (Section input : inputs) {
            // everything is asked for before anything is checked, so that all problems are found
            input.make(() -> {
                        Set<MediaRole> roles = input.choices("roles", MediaRole.class, Set.of(MediaRole.VIDEO));
                        Playback playback = input.choice("playback", Playback.class, Playback.REAL_TIME);
                        return new StreamConfig(
                                new StreamUrl(input.text("path", "")),
                                roles,
                                playback,
                                section.isRejected("clock_offset_ms") ? 0 : clockOffset,
                                section.isRejected("audio_offset_ms") ? 0 : audioOffset,
                                capture);
                    })
                    .ifPresent(
                            config -> found.add(new RoomConfig.Stream(new StreamId(streams++, room, sensor), config)));
        }
        return found;
    }
}
