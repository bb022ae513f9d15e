package io.roomwise.sync.recording;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.SyncConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.StringJoiner;

/**
 * What the windows of a recording depend on besides its frames, as {@code manifest.properties}.
 *
 * @param program name and version of what recorded
 * @param end empty if the recording was not closed: the process was killed or the disk full
 */
public record Manifest(
        String program, Instant started, SyncConfig config, List<RoomLayout> layouts, Optional<End> end) {
    static final String FILE = "manifest.properties";

    /** Of folder, files and entries; a reader refuses others. */
    private static final int FORMAT = 1;

    public Manifest {
        layouts = List.copyOf(layouts);
    }

    /**
     * Known when a recording is closed.
     *
     * @param entries in the file
     * @param lost entries that the disk was too slow for; windows of a replay differ there from those that were live
     * @param sha256 of the file, hexadecimal
     */
    public record End(Instant ended, long entries, long lost, long bytes, String sha256) {}

    /** Of a recording that begins now. */
    public static Manifest of(String program, Instant started, SyncConfig config, List<RoomLayout> layouts) {
        return new Manifest(program, started, config, layouts, Optional.empty());
    }

    Manifest endedWith(End known) {
        return new Manifest(program, started, config, layouts, Optional.of(known));
    }

    String text() {
        StringJoiner lines = new StringJoiner(
                "\n",
                "# A recording of rooms by Roomwise. Pictures of people, perhaps what they say: keep it safe.\n",
                "\n");
        line(lines, "format", FORMAT);
        line(lines, "program", program);
        line(lines, "started", started);
        line(lines, "fps", config.framesPerSecond());
        line(lines, "sound", config.sound());
        line(lines, "tolerance_ms", config.toleranceMillis());
        line(lines, "max_wait_ms", config.maxWaitMillis());
        line(lines, "width", config.maxWidth());
        line(lines, "height", config.maxHeight());
        line(lines, "sound_clock", config.soundClock());
        for (int room = 0; room < layouts.size(); room++) {
            RoomLayout layout = layouts.get(room);
            line(lines, "room." + room, layout.room());
            streams(lines, "room." + room + ".view.", layout.views());
            streams(lines, "room." + room + ".microphone.", layout.microphones());
        }
        end.ifPresent(known -> {
            line(lines, "ended", known.ended());
            line(lines, "entries", known.entries());
            line(lines, "lost", known.lost());
            line(lines, "bytes", known.bytes());
            line(lines, "sha256", known.sha256());
        });
        return lines.toString();
    }

    private static void streams(StringJoiner lines, String key, List<StreamId> streams) {
        for (int i = 0; i < streams.size(); i++) {
            line(lines, key + i, streams.get(i).index() + " " + streams.get(i).sensor());
        }
    }

    private static void line(StringJoiner lines, String key, Object value) {
        lines.add(key + "=" + value.toString().replace("\\", "\\\\"));
    }

    /** @throws RecordingException if there is none, or one that this program cannot read */
    static Manifest read(Path folder) throws RecordingException {
        Path file = folder.resolve(FILE);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw new RecordingException(folder, "is no recording, there is no " + FILE, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new RecordingException(file, "cannot be read: " + e);
        }
        return new Fields(file, properties).manifest();
    }

    /** The lines of a file, each checked as it is asked for. */
    private record Fields(Path file, Properties properties) {
        Manifest manifest() throws RecordingException {
            if (number("format") != FORMAT) {
                throw new RecordingException(file, "format is " + text("format") + ", this program reads " + FORMAT);
            }
            try {
                SyncConfig config = new SyncConfig(
                        Double.parseDouble(text("fps")),
                        Boolean.parseBoolean(text("sound")),
                        (int) number("tolerance_ms"),
                        (int) number("max_wait_ms"),
                        (int) number("width"),
                        (int) number("height"),
                        Boolean.parseBoolean(text("sound_clock")));
                return new Manifest(text("program"), Instant.parse(text("started")), config, layouts(), end());
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new RecordingException(file, String.valueOf(e.getMessage()));
            }
        }

        private List<RoomLayout> layouts() throws RecordingException {
            List<RoomLayout> layouts = new ArrayList<>();
            for (String key = "room.0"; properties.containsKey(key); key = "room." + layouts.size()) {
                String[] names = text(key).split("/", -1);
                if (names.length != 2) {
                    throw new RecordingException(file, key + " must be home/room, was " + text(key));
                }
                RoomId room = new RoomId(names[0], names[1]);
                layouts.add(new RoomLayout(room, streams(key + ".view.", room), streams(key + ".microphone.", room)));
            }
            return layouts;
        }

        private List<StreamId> streams(String key, RoomId room) throws RecordingException {
            List<StreamId> streams = new ArrayList<>();
            for (int i = 0; properties.containsKey(key + i); i++) {
                String[] words = text(key + i).split(" ", 2);
                if (words.length != 2) {
                    throw new RecordingException(file, key + i + " must be an index and a sensor, was " + words[0]);
                }
                streams.add(new StreamId(Integer.parseInt(words[0]), room, words[1]));
            }
            return streams;
        }

        private Optional<End> end() throws RecordingException {
            return properties.containsKey("ended")
                    ? Optional.of(new End(
                            Instant.parse(text("ended")),
                            number("entries"),
                            number("lost"),
                            number("bytes"),
                            text("sha256")))
                    : Optional.empty();
        }

        private long number(String key) throws RecordingException {
            try {
                return Long.parseLong(text(key));
            } catch (NumberFormatException e) {
                throw new RecordingException(file, key + " must be a number, was " + text(key));
            }
        }

        private String text(String key) throws RecordingException {
            String value = properties.getProperty(key);
            if (value == null) {
                throw new RecordingException(file, key + " is missing");
            }
            return value;
        }
    }
}
