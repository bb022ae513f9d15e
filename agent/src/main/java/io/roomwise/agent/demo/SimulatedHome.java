package io.roomwise.agent.demo;

import io.roomwise.agent.config.RoomConfig;
import io.roomwise.agent.demo.Agreement.TrueAction;
import io.roomwise.capture.CaptureConfig;
import io.roomwise.capture.Clocks;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.Secret;
import io.roomwise.capture.StreamConfig;
import io.roomwise.capture.StreamId;
import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.Scene;
import io.roomwise.capture.virtual.VirtualCamera;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import io.roomwise.trainer.simulation.SimulatedRoom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Two simulated rooms whose cameras are served as RTSP streams on loopback. One thread. */
final class SimulatedHome implements AutoCloseable {
    /** Training and its tests use seeds below; so the demo's life was never learned from. */
    static final long FIRST_SEED = 2_000_000;

    private static final double FRAMES_PER_SECOND = 10;
    private static final Map<String, String> ROOMS = new LinkedHashMap<>();

    static {
        ROOMS.put("living", "Living room");
        ROOMS.put("kitchen", "Kitchen");
    }

    private final long epochUtcNanos;
    private final Map<RoomId, SimulatedRoom> rooms = new LinkedHashMap<>();
    private final Map<StreamId, VirtualCamera> cameras = new LinkedHashMap<>();

    /** @param seed chooses rooms, people and what they do; life begins now */
    SimulatedHome(long seed, Clocks clocks) {
        this.epochUtcNanos = clocks.utcNanos().getAsLong();
        SplittableRandom random = new SplittableRandom(seed);
        Credentials credentials = new Credentials("viewer", new Secret(Long.toHexString(random.nextLong())));
        for (String name : ROOMS.keySet()) {
            RoomId id = new RoomId("demo", name);
            SimulatedRoom room = SimulatedRoom.of(FIRST_SEED + seed * ROOMS.size() + rooms.size());
            rooms.put(id, room);
            for (int view = 0; view < room.views(); view++) {
                StreamId stream = new StreamId(cameras.size(), id, "camera" + (view + 1));
                Scene scene = room.scene(view, epochUtcNanos, FRAMES_PER_SECOND);
                VirtualCameraConfig camera =
                        VirtualCameraConfig.of(name + "/" + stream.sensor()).withCredentials(credentials);
                cameras.put(stream, new VirtualCamera(camera, scene, clocks, random.split()));
            }
        }
    }

    void start() throws IOException {
        for (VirtualCamera camera : cameras.values()) {
            camera.start();
        }
    }

    List<RoomId> rooms() {
        return List.copyOf(rooms.keySet());
    }

    int cameras() {
        return cameras.size();
    }

    /** What a user would have written under {@code homes:}; after {@link #start}. */
    List<RoomConfig> rooms(CaptureConfig capture) {
        List<RoomConfig> configs = new ArrayList<>();
        for (RoomId room : rooms.keySet()) {
            List<RoomConfig.Stream> streams = cameras.entrySet().stream()
                    .filter(entry -> entry.getKey().room().equals(room))
                    .map(entry -> new RoomConfig.Stream(
                            entry.getKey(), StreamConfig.of(entry.getValue().url(), Set.of(MediaRole.VIDEO), capture)))
                    .toList();
            String name = ROOMS.getOrDefault(room.room(), room.room());
            configs.add(new RoomConfig(room, name, Optional.of(name), Map.of(), streams));
        }
        return configs;
    }

    /** All that truly happens in a room up to a time. */
    List<TrueAction> truth(RoomId room, long toUtcNanos) {
        SimulatedRoom simulated = rooms.get(room);
        return simulated == null
                ? List.of()
                : simulated.actions(0, seconds(toUtcNanos)).stream()
                        .map(action -> new TrueAction(
                                action.action(), utcNanos(action.startSeconds()), utcNanos(action.endSeconds())))
                        .toList();
    }

    private double seconds(long utcNanos) {
        return Math.max(0, (utcNanos - epochUtcNanos) / 1e9);
    }

    private long utcNanos(double seconds) {
        return epochUtcNanos + Math.round(seconds * 1e9);
    }

    @Override
    public void close() {
        cameras.values().forEach(VirtualCamera::close);
    }
}
