package io.roomwise.mqtt;

import io.roomwise.capture.RoomId;
import org.slf4j.event.Level;

/** What people may change from outside while the agent runs. */
public sealed interface Command {
    /** @param on false: the room is not watched, its cameras and microphones are closed */
    record Recognition(RoomId room, boolean on) implements Command {}

    /** @param on false: nothing listens in the room, pictures go on */
    record Microphones(RoomId room, boolean on) implements Command {}

    /** @param start score above which {@code action} begins, from 0 to 1 */
    record Threshold(RoomId room, String action, float start) implements Command {}

    record LogLevel(Level level) implements Command {}

    /** Everything is closed, the configuration is read again, everything is started. */
    record Restart() implements Command {}

    /** The newer model that was offered takes the place of the present one. */
    record InstallModel() implements Command {}
}
