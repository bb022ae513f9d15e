package io.roomwise.sync;

import io.roomwise.capture.StreamId;
import java.util.Arrays;
import java.util.List;

/** Which room, view and microphone each stream is. Immutable. */
final class Routes {
    private static final int NONE = -1;

    private final int[] rooms;
    private final int[] views;
    private final int[] microphones;
    /** Views beside whose microphone another one of the room listens. */
    private final boolean[] witnessed;

    /** @param sound false if no window contains sound; then it is needed only to compare it with another microphone's */
    Routes(List<RoomLayout> layouts, boolean sound) {
        int streams = layouts.stream()
                .flatMap(layout -> List.of(layout.views(), layout.microphones()).stream())
                .flatMap(List::stream)
                .mapToInt(stream -> stream.index() + 1)
                .max()
                .orElse(0);
        rooms = new int[streams];
        views = new int[streams];
        microphones = new int[streams];
        witnessed = new boolean[streams];
        Arrays.fill(rooms, NONE);
        Arrays.fill(views, NONE);
        Arrays.fill(microphones, NONE);
        for (int room = 0; room < layouts.size(); room++) {
            RoomLayout layout = layouts.get(room);
            layout.views()
                    .forEach(view ->
                            witnessed[view.index()] = layout.microphones().size() > 1
                                    && SoundClock.microphoneOf(view, layout.microphones()) != NONE);
            number(layouts.get(room).views(), views, room);
            number(layouts.get(room).microphones(), microphones, room);
            if (!sound && layouts.get(room).microphones().size() < 2) {
                layouts.get(room).microphones().forEach(microphone -> microphones[microphone.index()] = NONE);
            }
        }
    }

    private void number(List<StreamId> streams, int[] positions, int room) {
        for (int position = 0; position < streams.size(); position++) {
            StreamId stream = streams.get(position);
            int index = stream.index();
            if (positions[index] != NONE || (rooms[index] != NONE && rooms[index] != room)) {
                throw new IllegalArgumentException("stream " + index + " (" + stream + ") is used twice");
            }
            positions[index] = position;
            rooms[index] = room;
        }
    }

    int streams() {
        return rooms.length;
    }

    boolean knows(StreamId stream) {
        return stream.index() < rooms.length && rooms[stream.index()] != NONE;
    }

    int room(int stream) {
        return rooms[stream];
    }

    /** Whether its pictures are needed. */
    boolean isView(int stream) {
        return views[stream] != NONE;
    }

    /** Whether the sound of its room may tell when its pictures were captured. */
    boolean isWitnessed(int stream) {
        return witnessed[stream];
    }

    int view(int stream) {
        return views[stream];
    }

    /** Whether its sound is needed. */
    boolean isMicrophone(int stream) {
        return microphones[stream] != NONE;
    }

    int microphone(int stream) {
        return microphones[stream];
    }
}
