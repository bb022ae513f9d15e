package io.roomwise.agent.process;

import io.roomwise.agent.config.AgentConfig;
import io.roomwise.agent.config.RoomConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What people have switched off in Home Assistant, for those who watch rooms without being asked by it. */
public final class Switches {
    private final AgentConfig config;
    private final Settings settings;

    /** As they are kept now. */
    public Switches(AgentConfig config) {
        this.config = config;
        settings = new Settings(file());
    }

    /** Where they are kept; empty if nothing is. */
    public Optional<Path> file() {
        return config.storage().map(folder -> folder.resolve("settings.json"));
    }

    /** Whether people let a room be watched. */
    public boolean isWatched(RoomConfig room) {
        return settings.of(room.id(), Map.of()).recognition();
    }

    /** Whether sound of a room is taken: it is needed, and people have not switched its microphones off. */
    public boolean isHeard(RoomConfig room) {
        return RoomStreams.hears(room, HomeAgent.SOUND)
                && settings.of(room.id(), Map.of()).microphones();
    }

    Settings settings() {
        return settings;
    }
}
