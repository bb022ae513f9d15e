package io.roomwise.agent.process;

import io.roomwise.agent.config.RoomConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamReader;
import io.roomwise.capture.StreamState;
import io.roomwise.capture.StreamStats;
import io.roomwise.mqtt.RoomSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The streams of all rooms: those are open whose room is watched, with the media that somebody needs. Any thread.
 */
final class RoomStreams implements AutoCloseable {
    private final List<RoomConfig> rooms;
    private final boolean sound;
    private final FrameSink sink;
    private final StreamListener listener;
    private final Clocks clocks;
    private final SplittableRandom random;
    /** A stream that was closed keeps its reader, for its counters. */
    private final Map<StreamId, Opened> opened = new LinkedHashMap<>();
    /** Held while streams are opened and closed, which may take seconds: {@link #stats} does not wait for it. */
    private final Object changing = new Object();

    private boolean closed;

    private record Opened(StreamReader reader, StreamConfig config) {}

    /** @param sound whether the model listens */
    RoomStreams(
            List<RoomConfig> rooms,
            boolean sound,
            FrameSink sink,
            StreamListener listener,
            Clocks clocks,
            SplittableRandom random) {
        this.rooms = List.copyOf(rooms);
        this.sound = sound;
        this.sink = sink;
        this.listener = listener;
        this.clocks = clocks;
        this.random = random;
    }

    /** Whether anybody listens to a room: the model, or, where there are two microphones, the second witness of time. */
    static boolean hears(RoomConfig room, boolean sound) {
        return sound || room.layout().microphones().size() > 1;
    }

    /** The streams of a room that are taken when all is switched on. */
    static List<RoomConfig.Stream> taken(RoomConfig room, boolean sound) {
        return hears(room, sound) ? room.streams() : withoutSound(room);
    }

    private static List<RoomConfig.Stream> withoutSound(RoomConfig room) {
        return room.streams().stream()
                .filter(stream -> stream.config().roles().contains(MediaRole.VIDEO))
                .map(stream -> new RoomConfig.Stream(stream.id(), silent(stream.config())))
                .toList();
    }

    private static StreamConfig silent(StreamConfig stream) {
        return new StreamConfig(
                stream.path(),
                Set.of(MediaRole.VIDEO),
                stream.playback(),
                stream.clockOffsetMillis(),
                stream.audioOffsetMillis(),
                stream.capture());
    }

    /**
     * Opens and closes what it takes that a room's streams are as it is set; returns when that holds. A command may come
     * while all is being closed: nothing is opened then any more, as nobody would close it.
     */
    void set(RoomId id, RoomSettings settings) {
        synchronized (changing) {
            if (!closed) {
                rooms.stream().filter(room -> room.id().equals(id)).forEach(room -> set(room, settings));
            }
        }
    }

    private void set(RoomConfig room, RoomSettings settings) {
        Map<StreamId, StreamConfig> wanted = new LinkedHashMap<>();
        if (settings.recognition()) {
            List<RoomConfig.Stream> streams = settings.microphones() ? taken(room, sound) : withoutSound(room);
            streams.forEach(stream -> wanted.put(stream.id(), stream.config()));
        }
        for (RoomConfig.Stream stream : taken(room, sound)) {
            StreamConfig config = wanted.get(stream.id());
            Opened present = present(stream.id());
            boolean open = present != null && present.reader().stats().state() != StreamState.CLOSED;
            if (present != null && open && !present.config().equals(config)) {
                present.reader().close();
                open = false;
            }
            if (config == null) {
                listener.onStreamState(stream.id(), StreamState.CLOSED, "switched off");
            } else if (!open) {
                open(stream.id(), config);
            }
        }
    }

    private void open(StreamId id, StreamConfig config) {
        var reader = new StreamReader(id, config, sink, listener, clocks, random.split());
        synchronized (opened) {
            opened.put(id, new Opened(reader, config));
        }
        reader.start();
    }

    private @Nullable Opened present(StreamId id) {
        synchronized (opened) {
            return opened.get(id);
        }
    }

    List<StreamStats> stats() {
        synchronized (opened) {
            return opened.values().stream().map(one -> one.reader().stats()).toList();
        }
    }

    /** All at once: each may take seconds. */
    @Override
    public void close() {
        synchronized (changing) {
            closed = true;
            List<Opened> all;
            synchronized (opened) {
                all = new ArrayList<>(opened.values());
            }
            all.forEach(one -> one.reader().cancel());
            all.forEach(one -> one.reader().close());
        }
    }
}
